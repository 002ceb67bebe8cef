// `jangteo outbox` and `jangteo dlq`: the end of the log, and what could not be handled.

#include <fmt/format.h>

#include "boot/api_client.hpp"
#include "boot/commands.hpp"
#include "boot/shop_stores.hpp"
#include "contracts/codec/json.hpp"
#include "kernel/fault.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/outbox.hpp"

namespace jangteo::boot {
namespace {

struct LogOptions {
    StoreChoice store;
    std::string id;
    std::string url = "http://127.0.0.1:8080";
    std::string email = "operator@jangteo.example";
    std::string password;
    std::int64_t limit = 25;
};

void print_end_of(ShopStore& store, std::int64_t limit) {
    runtime::Outbox outbox;
    outbox.recover(store.reader());
    auto from = std::max<std::int64_t>(1, outbox.end() - limit);
    for (const auto& stored : runtime::Outbox::read(store.reader(), from, limit, false)) {
        fmt::print("{:>9} {} {} {}\n", stored.position, to_rfc3339(stored.record.time),
                   stored.delivered ? "COMPLETED" : "STARTED  ", stored.record.cause);
    }
}

Status show_outbox(const LogOptions& options) {
    auto stores = open_to_read(options.store);
    for (ShopStore& store : stores) {
        if (stores.size() > 1) fmt::print("{}\n", fmt::join(store.services, ","));
        print_end_of(store, options.limit);
    }
    return 0;
}

void print_letter(const runtime::Letter& letter) {
    fmt::print("{} {:8} {:10} {:24} attempts {} {}\n", letter.id.text(),
               codec::text_of_enum(letter.state), letter.consumer, letter.kind, letter.attempts,
               letter.cause);
}

std::size_t print_letters(sql::Connection& db) {
    std::size_t count = 0;
    DeadLetterId after;
    for (;;) {
        auto letters = runtime::DeadLetters::list(db, after, 100);
        if (letters.empty()) return count;
        for (const auto& letter : letters) print_letter(letter);
        count += letters.size();
        after = letters.back().id;
    }
}

Status list_letters(const LogOptions& options) {
    std::size_t count = 0;
    for (ShopStore& store : open_to_read(options.store)) count += print_letters(store.reader());
    fmt::print("{} dead letter{}\n", count, count == 1 ? "" : "s");
    return 0;
}

Status show_letter(const LogOptions& options) {
    auto id = DeadLetterId::parse(options.id);
    if (!id)
        throw Fault(FaultKind::permanent,
                    "\"" + options.id + "\" is not a dead letter's id (dlq_…)");
    for (ShopStore& store : open_to_read(options.store)) {
        auto letter = runtime::DeadLetters::find(store.reader(), *id);
        if (!letter) continue;
        print_letter(*letter);
        fmt::print("from record {} event {}, first at {}, next at {}, {} bytes\n",
                   letter->position.record, letter->position.index, to_rfc3339(letter->first_at),
                   to_rfc3339(letter->next_at), letter->body.size());
        return 0;
    }
    throw Fault(FaultKind::permanent, "the store has no dead letter " + options.id);
}

Status replay_letter(const LogOptions& options) {
    ApiClient api(options.url);
    std::string token = api.log_in(options.email, options.password);
    api.post("/v1/ops/dead-letters/" + options.id + "/replay", nullptr, token);
    fmt::print("{} is handled again\n", options.id);
    return 0;
}

}  // namespace

void add_log_commands(Program& program) {
    auto options = std::make_shared<LogOptions>();

    Command outbox = program.command("outbox", "The end of the log");
    add_store_options(outbox, options->store);
    outbox.option("--limit", options->limit, "records").between(1, 100'000);
    outbox.runs([options] { return show_outbox(*options); });

    Command letters = program.command("dlq", "Dead letters");
    Command list = letters.command("list", "Every dead letter");
    add_store_options(list, options->store);
    list.runs([options] { return list_letters(*options); });

    Command show = letters.command("show", "One dead letter");
    show.option("id", options->id).required();
    add_store_options(show, options->store);
    show.runs([options] { return show_letter(*options); });

    Command replay = letters.command("replay", "Handle a parked letter again, in the running shop");
    replay.option("id", options->id).required();
    replay.option("--url", options->url);
    replay.option("--operator-email", options->email).variable("JANGTEO_OPERATOR_EMAIL");
    replay.option("--operator-password", options->password)
        .variable("JANGTEO_OPERATOR_PASSWORD")
        .required();
    replay.runs([options] { return replay_letter(*options); });
}

}  // namespace jangteo::boot
