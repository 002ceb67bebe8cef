// A webhook's body from the payment provider, or from anybody else.

#include "kernel/check.hpp"
#include "payment/in/toss_notice.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

void run(std::string_view input) {
    auto parsed = payment::parse_toss_notice(input);
    const auto* notice = std::get_if<payment::TakePaymentNotice>(&parsed);
    if (!notice) return;
    check(input.find(notice->order_id.text()) != input.npos || input.find('\\') != input.npos,
          "a notice is about the order that it names");
}

}  // namespace

const Target toss_notices{"toss_notices", run};

}  // namespace jangteo::fuzz
