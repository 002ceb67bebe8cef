// An answer of the payment provider: `effect status`, then the body.

#include <charconv>

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"
#include "payment/app/provider_calls.hpp"
#include "payment/out/toss_answers.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using runtime::OutcomeKind;

void run(std::string_view input) {
    auto [head, body] = first_line(input);
    auto space = head.find(' ');
    if (space == head.npos) return;
    std::string_view effect = head.substr(0, space);
    platform::http::ClientAnswer answer;
    std::from_chars(head.data() + space + 1, head.data() + head.size(), answer.status);
    answer.body = body;
    auto outcome = payment::toss_outcome(effect, answer);
    check(outcome.kind != OutcomeKind::not_sent, "what was answered was sent");
    bool is_success = answer.status >= 200 && answer.status < 300;
    check(outcome.kind != OutcomeKind::done || is_success, "only a success is done");
    check(outcome.kind != OutcomeKind::refused || !outcome.code.empty(), "a refusal has its code");
    if (outcome.kind != OutcomeKind::done || effect == payment::remove_effect) return;
    bool is_read = effect == payment::issue_effect
                       ? codec::decode_avro<payment::IssuedBillingKey>(outcome.payload).has_value()
                       : codec::decode_avro<payment::ProviderPayment>(outcome.payload).has_value();
    check(is_read, "what is done brings what the handler reads");
}

}  // namespace

const Target toss_answers{"toss_answers", run, FirstLine::kept};

}  // namespace jangteo::fuzz
