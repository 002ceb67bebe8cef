#include "runtime/command_message.hpp"

#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "kernel/mutant.hpp"

namespace jangteo::runtime {

void CommandMessage::prepare() {
    if (!command_.fingerprint.empty()) edge_.idempotency().expect(command_.fingerprint);
}

void CommandMessage::handle(Transaction& tx) {
    replayed_ = false;
    stored_.reset();
    if (command_.fingerprint.empty()) {
        run_handler(tx);
        return;
    }
    if (auto first = edge_.idempotency().find(tx.db(), command_.fingerprint, tx.now())) {
        replayed_ = true;
        if (first->body_hash == command_.body_hash) {
            answer_ = std::move(first->answer);
            answer_.headers.push_back({"idempotent-replayed", "true"});
        } else {
            answer_ = problem(command_.call, 422, "idempotency_key_reused",
                              {"이 Idempotency-Key는 다른 요청에 쓰였습니다.",
                               "This Idempotency-Key was used for another request."});
        }
        return;
    }
    run_handler(tx);
    if (answer_.status < 500 && !mutated(Mutant::key_outside_commit)) {
        stored_ = edge_.idempotency().store(tx.db(), command_.fingerprint, command_.body_hash,
                                            answer_, tx.now());
    }
}

void CommandMessage::run_handler(Transaction& tx) {
    std::uint64_t writes = tx.db().writes();
    answer_ =
        command_.route->command(tx, command_.call, command_.body.get(), command_.prepared.get());
    bool wrote = tx.db().writes() != writes || !tx.empty();
    check(answer_.status < 400 || !wrote || command_.route->info.refusal_writes,
          "a rejection has written nothing");
}

void CommandMessage::committed(AfterFlush& after) {
    bool is_kept = command_.fingerprint.empty() || replayed_ || answer_.status >= 500;
    if (mutated(Mutant::key_outside_commit) && !is_kept) {
        sql::Connection& db = edge_.ports().store.writer();
        db.begin();
        stored_ = edge_.idempotency().store(db, command_.fingerprint, command_.body_hash, answer_,
                                            edge_.ports().clock.now());
        db.commit();
    }
    if (stored_) edge_.idempotency().committed(*stored_);
    if (!command_.fingerprint.empty()) edge_.release_key(command_.fingerprint);
    // A first answer given again is known already.
    bool waits = answer_.status < 400 && !replayed_;
    if (waits && edge_.wait_until_resting(command_.exchange, *command_.route, command_.call,
                                          answer_, after)) {
        return;
    }
    edge_.answer_after(after, command_.exchange, *command_.route, std::move(command_.call),
                       std::move(answer_));
}

void CommandMessage::failed(const std::exception& error) {
    const auto* fault = dynamic_cast<const Fault*>(&error);
    HttpAnswer answer;
    if (fault && fault->kind() != FaultKind::permanent) {
        answer = problem(command_.call, 503, "store_unavailable",
                         {"저장소를 쓸 수 없습니다. 잠시 뒤에 다시 시도하세요.",
                          "The store is not available. Try again shortly."});
        answer.headers.push_back({"retry-after", "1"});
    } else {
        answer = problem(command_.call, 500, "internal",
                         {"처리하지 못했습니다. 아무것도 바뀌지 않았습니다.",
                          "This could not be handled. Nothing was changed."});
    }
    refuse(std::move(answer));
}

void CommandMessage::refuse(HttpAnswer answer) {
    if (!command_.fingerprint.empty()) edge_.release_key(command_.fingerprint);
    edge_.answer(command_.exchange, command_.route, command_.call, std::move(answer));
}

}  // namespace jangteo::runtime
