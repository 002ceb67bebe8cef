#include "tests/support/toy_service.hpp"

namespace jangteo::test {
namespace {

const sql::Query insert_line{"INSERT INTO toy_trail (line) VALUES (?)"};
const sql::Query select_lines{"SELECT line FROM toy_trail ORDER BY number"};

const sql::Query select_echo{"SELECT 1 FROM toy_trail WHERE line LIKE 'echo %' LIMIT 1"};

const std::vector<runtime::Migration> toy_migrations = {
    {"toy", 1, "trail", "CREATE TABLE toy_trail (number INTEGER PRIMARY KEY, line TEXT NOT NULL)"}};

}  // namespace

std::string toy_body(int step) { return R"({"step":)" + std::to_string(step) + "}"; }

std::string ToyService::target(const OrderId& toy, std::string_view what) {
    return "/v1/toys/" + toy.text() + "/" + std::string(what);
}

void ToyService::line(runtime::Transaction& tx, std::string_view what, std::int64_t step) {
    std::string text = std::string(what) + " " + std::to_string(step);
    tx.db().execute(insert_line, {text});
    if (on_line) on_line(text);
}

std::vector<std::string> ToyService::trail(TestShop& shop) {
    std::vector<std::string> lines;
    auto rows = shop.store.writer().query(select_lines);
    while (rows.next()) lines.emplace_back(rows.text(0));
    return lines;
}

void ToyService::install(runtime::Registry& registry) {
    registry.add_migrations(toy_migrations);
    registry.publishes<ToyMoved>();
    registry.publishes<ToyEchoed>();
    install_routes(registry.routes);
    registry.on<ToyMoved>("echo", [this](runtime::Transaction& tx, const ToyMoved& event) {
        tx.publish(runtime::subject(event.toy_id, event.step), ToyEchoed{event.toy_id, event.step});
        if (on_echo) on_echo(tx, event);
        line(tx, "echo", event.step);
    });
    registry.on<ToyEchoed>("end", [this](runtime::Transaction& tx, const ToyEchoed& event) {
        line(tx, "end", event.step);
    });
    registry.on_timer(timer,
                      [this](runtime::Transaction& tx, const Uuid&) { line(tx, "timer", 0); });
    registry.effect("toy.call", "outside", outside,
                    [this](runtime::Transaction& tx, const runtime::Effect& effect,
                           const runtime::Outcome& outcome) {
                        line(tx, codec::text_of_enum(outcome.kind), std::stoll(effect.payload));
                    });
}

void ToyService::install_routes(runtime::Routes& routes) {
    using runtime::Call;
    using runtime::Transaction;
    auto& move = routes.command<ToyRequest>(
        {.method = Method::post,
         .path = "/v1/toys/{toy_id}/moves",
         .name = "move_toy",
         .summary = "",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<ToyAnswer>(),
         .waits = true},
        [this](Transaction& tx, const Call& call, const ToyRequest& body) {
            auto toy = call.path_id<OrderId>("toy_id");
            tx.publish(runtime::subject(toy, body.step), ToyMoved{toy, body.step});
            line(tx, "move", body.step);
            return runtime::answer(ToyAnswer{body.step});
        });
    move.wait_for = [](const HttpAnswer&, const Call& call) {
        return call.path_id<OrderId>("toy_id").uuid();
    };
    move.resting = [](sql::Connection& db, const Call&, const Uuid&) -> std::optional<HttpAnswer> {
        if (!db.query(select_echo).next()) return std::nullopt;
        return runtime::answer(ToyAnswer{100});
    };
    routes.command<ToyRequest>(
        {.method = Method::post,
         .path = "/v1/toys/{toy_id}/calls",
         .name = "call_toy",
         .summary = ""},
        [this](Transaction& tx, const Call& call, const ToyRequest& body) {
            tx.request({.kind = "toy.call",
                        .correlation = call.path_id<OrderId>("toy_id").uuid(),
                        .payload = std::to_string(body.step)});
            line(tx, "call", body.step);
            return runtime::answer(ToyAnswer{body.step});
        });
    install_plain_routes(routes);
}

void ToyService::install_plain_routes(runtime::Routes& routes) {
    using runtime::Call;
    using runtime::Transaction;
    auto seven = [](Transaction&, const Call&) { return runtime::answer(ToyAnswer{7}); };
    routes.command(
        {.method = Method::put, .path = "/v1/toys/{toy_id}", .name = "put_toy", .summary = ""},
        [](Transaction&, const Call& call) {
            if (call.if_match == 7) return runtime::no_content();
            return runtime::problem(call, 412, "version_mismatch", {"다릅니다.", "It differs."});
        });
    routes.command({.method = Method::post,
                    .path = "/v1/seller/toys",
                    .name = "make_toy",
                    .summary = "",
                    .roles = runtime::sellers},
                   seven);
    routes.command({.method = Method::post,
                    .path = "/v1/toy-logins",
                    .name = "log_toy_in",
                    .summary = "",
                    .roles = runtime::anyone,
                    .limit = "login"},
                   seven);
    routes.query({.path = "/v1/toys",
                  .name = "list_toys",
                  .summary = "",
                  .roles = runtime::anyone,
                  .query = {{"limit", "1 to 100"}}},
                 [](sql::Connection&, const Call&) { return runtime::answer(ToyAnswer{7}); });
}

}  // namespace jangteo::test
