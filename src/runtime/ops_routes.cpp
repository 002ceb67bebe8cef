#include "runtime/ops_routes.hpp"

#include "runtime/lane.hpp"
#include "runtime/ops_views.hpp"
#include "runtime/page.hpp"

namespace jangteo::runtime {
namespace {

const std::vector<QueryParameter> page_query = {{"limit", "1 to 100"},
                                                {"cursor", "from meta.next_cursor"}};

const sql::Query select_summary{
    "SELECT (SELECT max(position) FROM runtime_outbox), (SELECT count(*) FROM runtime_outbox WHERE "
    "delivered = 0), "
    "(SELECT min(recorded_at) FROM runtime_outbox WHERE delivered = 0)"};
const sql::Query select_effects{
    "SELECT id, kind, correlation, idempotency_key, not_before, attempts, last_error "
    "FROM runtime_effect WHERE id > ? ORDER BY id LIMIT ?"};

DeadLetterView view_of(const Letter& letter) {
    return {letter.id,
            std::string(codec::text_of_enum(letter.state)),
            letter.consumer,
            std::string(codec::text_of_enum(letter.source)),
            letter.kind,
            base32_of(letter.aggregate.uuid()),
            letter.attempts,
            letter.cause,
            letter.position.record,
            letter.position.index,
            letter.first_at,
            letter.next_at};
}

HttpAnswer list_letters(sql::Connection& db, const Call& call) {
    auto request = page_request(call);
    if (!request) return std::move(request.error());
    std::vector<DeadLetterView> items;
    for (const Letter& letter :
         DeadLetters::list(db, DeadLetterId::from_bytes(request->after), request->limit + 1)) {
        items.push_back(view_of(letter));
    }
    return page_answer(call, std::move(items), *request,
                       [](const auto& item) { return item.id.bytes(); });
}

HttpAnswer show_letter(const Registry& registry, sql::Connection& db, const Call& call) {
    auto letter = DeadLetters::find(db, call.path_id<DeadLetterId>("dead_letter_id"));
    if (!letter) return not_found(call);
    DeadLetterDetail detail{view_of(*letter), {}, cursor_of(letter->body)};
    auto event = codec::decode_avro<Event>(letter->body);
    if (letter->source == LetterSource::event && event) {
        auto type = registry.event_types().find(event->type);
        if (type != registry.event_types().end())
            detail.payload = type->second.to_json(event->payload);
    }
    return answer(detail);
}

HttpAnswer replay_letter(DeadLetters& letters, Transaction& tx, const Call& call) {
    auto id = call.path_id<DeadLetterId>("dead_letter_id");
    auto letter = DeadLetters::find(tx.db(), id);
    if (!letter) return not_found(call);
    if (letter->state != LetterState::parked) {
        return problem(
            call, 409, "not_parked",
            {"대기 중인 편지만 다시 처리할 수 있습니다.", "Only a parked letter can be replayed."});
    }
    letters.replay(tx.db(), id, tx.now());
    letters.committed_change();
    HttpAnswer result = answer(view_of(*letter), 202);
    return result;
}

HttpAnswer show_outbox(sql::Connection& db) {
    OutboxView view;
    {
        auto rows = db.query(select_summary);
        rows.next();
        view.last_position = rows.integer(0);
        view.undelivered = rows.integer(1);
        if (!rows.is_null(2)) view.oldest_undelivered_at = rows.time(2);
    }
    for (const auto& stored :
         Outbox::read(db, std::max<std::int64_t>(1, view.last_position - 24), 25, false)) {
        OutboxRecordView record{stored.position,
                                stored.delivered ? "COMPLETED" : "STARTED",
                                stored.record.time,
                                stored.record.cause,
                                {}};
        for (const Event& event : stored.record.events) record.events.push_back(event.type);
        view.latest.push_back(std::move(record));
    }
    return answer(view);
}

HttpAnswer list_effects(sql::Connection& db, const Call& call) {
    auto request = page_request(call);
    if (!request) return std::move(request.error());
    std::vector<EffectView> items;
    auto rows =
        db.query(select_effects, {EffectId::from_bytes(request->after), request->limit + 1});
    while (rows.next()) {
        items.push_back({rows.id<EffectId>(0), std::string(rows.text(1)), base32_of(rows.uuid(2)),
                         std::string(rows.text(3)), rows.time(4), rows.integer(5),
                         std::string(rows.text(6))});
    }
    return page_answer(call, std::move(items), *request,
                       [](const auto& item) { return item.id.bytes(); });
}

HttpAnswer list_timers(sql::Connection& db, const Call& call) {
    auto request = page_request(call);
    if (!request) return std::move(request.error());
    TimerList list;
    for (const Timer& timer : Timers::stored(db, request->limit)) {
        list.data.push_back({timer.due, timer.name, base32_of(timer.subject.uuid())});
    }
    return answer(list);
}

}  // namespace

void install_ops_routes(Registry& registry, std::function<Lane&()> lane) {
    Routes& routes = registry.routes;
    routes.query({.path = "/v1/ops/outbox",
                  .name = "show_outbox",
                  .summary = "The end of the log, and what waits",
                  .roles = operators,
                  .answer = &codec::shape_of<OutboxView>()},
                 [](sql::Connection& db, const Call&) { return show_outbox(db); });
    routes.query({.path = "/v1/ops/effects",
                  .name = "list_effects",
                  .summary = "Outside calls under way",
                  .roles = operators,
                  .answer = &codec::shape_of<Page<EffectView>>(),
                  .query = page_query},
                 list_effects);
    routes.query({.path = "/v1/ops/timers",
                  .name = "list_timers",
                  .summary = "Timers, soonest first",
                  .roles = operators,
                  .answer = &codec::shape_of<TimerList>(),
                  .query = {page_query[0]}},
                 list_timers);
    routes.query({.path = "/v1/ops/dead-letters",
                  .name = "list_dead_letters",
                  .summary = "What could not be handled",
                  .roles = operators,
                  .answer = &codec::shape_of<Page<DeadLetterView>>(),
                  .query = page_query},
                 list_letters);
    routes.query({.path = "/v1/ops/dead-letters/{dead_letter_id}",
                  .name = "show_dead_letter",
                  .summary = "One dead letter with its original bytes",
                  .roles = operators,
                  .answer = &codec::shape_of<DeadLetterDetail>(),
                  .refusals = {"not_found"}},
                 [&registry](sql::Connection& db, const Call& call) {
                     return show_letter(registry, db, call);
                 });
    routes.command({.method = Method::post,
                    .path = "/v1/ops/dead-letters/{dead_letter_id}/replay",
                    .name = "replay_dead_letter",
                    .summary = "Handle a parked letter again",
                    .roles = operators,
                    .key = KeyPolicy::optional,
                    .success = 202,
                    .answer = &codec::shape_of<DeadLetterView>(),
                    .refusals = {"not_found", "not_parked"}},
                   [lane](Transaction& tx, const Call& call) {
                       return replay_letter(lane().dead_letters(), tx, call);
                   });
}

}  // namespace jangteo::runtime
