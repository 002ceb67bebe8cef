// One word as people and programs write it: an id, a time, an address, a business number.

#include "contracts/codec/text_rules.hpp"
#include "kernel/business_number.hpp"
#include "kernel/check.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

void run(std::string_view input) {
    if (auto uuid = uuid_of_base32(input)) {
        check(base32_of(*uuid) == input, "an id has one spelling");
    }
    if (auto time = parse_rfc3339(input)) {
        check(*time >= earliest_timestamp && *time <= latest_timestamp, "a time has four digits");
        check(parse_rfc3339(to_rfc3339(*time)) == time, "a time that is written is read again");
    }
    if (auto number = parse_business_number(input)) {
        check(parse_business_number(*number) == number, "a business number has one form");
    }
    bool is_utf8 = codec::count_code_points(input).has_value();
    if (codec::is_email(input)) {
        check(is_utf8 && codec::is_email(codec::to_lower_case(input)), "an address in lower case");
    }
    if (codec::is_url(input)) check(is_utf8, "a URL is ASCII");
    if (is_utf8) codec::has_control_character(input);
}

}  // namespace

const Target words{"words", run};

}  // namespace jangteo::fuzz
