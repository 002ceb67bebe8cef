// `jangteo outbox` and `jangteo dlq`: the end of the log, and what could not be handled.

#include <fmt/core.h>

#include "boot/api_client.hpp"
#include "boot/commands.hpp"
#include "contracts/codec/json.hpp"
#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/outbox.hpp"

namespace jangteo::boot {
namespace {

struct LogOptions {
    std::string data = "data";
    std::string id;
    std::string url = "http://127.0.0.1:8080";
    std::string email = "operator@jangteo.example";
    std::string password;
    std::int64_t limit = 25;
};

std::unique_ptr<sql::Connection> open_store(const std::string& data) {
    return platform::sqlite::open_read_only(data + "/jangteo.db");
}

Status show_outbox(const LogOptions& options) {
    auto db = open_store(options.data);
    runtime::Outbox outbox;
    outbox.recover(*db);
    auto from = std::max<std::int64_t>(1, outbox.end() - options.limit);
    for (const auto& stored : runtime::Outbox::read(*db, from, options.limit, false)) {
        fmt::print("{:>9} {} {} {}\n", stored.position, to_rfc3339(stored.record.time),
                   stored.delivered ? "COMPLETED" : "STARTED  ", stored.record.cause);
    }
    return 0;
}

void print_letter(const runtime::Letter& letter) {
    fmt::print("{} {:8} {:10} {:24} attempts {} {}\n", letter.id.text(),
               codec::text_of_enum(letter.state), letter.consumer, letter.kind, letter.attempts,
               letter.cause);
}

Status list_letters(const LogOptions& options) {
    auto db = open_store(options.data);
    DeadLetterId after;
    std::size_t count = 0;
    for (;;) {
        auto letters = runtime::DeadLetters::list(*db, after, 100);
        if (letters.empty()) break;
        for (const auto& letter : letters) print_letter(letter);
        count += letters.size();
        after = letters.back().id;
    }
    fmt::print("{} dead letter{}\n", count, count == 1 ? "" : "s");
    return 0;
}

Status show_letter(const LogOptions& options) {
    auto id = DeadLetterId::parse(options.id);
    if (!id)
        throw Fault(FaultKind::permanent,
                    "\"" + options.id + "\" is not a dead letter's id (dlq_…)");
    auto db = open_store(options.data);
    auto letter = runtime::DeadLetters::find(*db, *id);
    if (!letter) throw Fault(FaultKind::permanent, "the store has no dead letter " + options.id);
    print_letter(*letter);
    fmt::print("from record {} event {}, first at {}, next at {}, {} bytes\n",
               letter->position.record, letter->position.index, to_rfc3339(letter->first_at),
               to_rfc3339(letter->next_at), letter->body.size());
    return 0;
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
    outbox.option("--data", options->data).variable("JANGTEO_DATA");
    outbox.option("--limit", options->limit, "records").between(1, 100'000);
    outbox.runs([options] { return show_outbox(*options); });

    Command letters = program.command("dlq", "Dead letters");
    Command list = letters.command("list", "Every dead letter");
    list.option("--data", options->data).variable("JANGTEO_DATA");
    list.runs([options] { return list_letters(*options); });

    Command show = letters.command("show", "One dead letter");
    show.option("id", options->id).required();
    show.option("--data", options->data).variable("JANGTEO_DATA");
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
