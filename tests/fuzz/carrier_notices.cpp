// A webhook's body from the tracking service, or from anybody else.

#include "delivery/in/carrier_notice.hpp"
#include "kernel/check.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

void run(std::string_view input) {
    auto notice = delivery::parse_carrier_notice(input);
    if (!notice) return;
    check(!notice->carrier.empty() && !notice->tracking_number.empty(),
          "a notice names a carrier and a parcel");
}

}  // namespace

const Target carrier_notices{"carrier_notices", run};

}  // namespace jangteo::fuzz
