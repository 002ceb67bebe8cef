#include "payment/domain/provider_payment.hpp"

#include <array>

namespace jangteo::payment {
namespace {

struct Pattern {
    std::string_view text;  // a code, or the beginning of codes when it ends in '*'
    RefusalClass meaning;
};

// The provider's catalogue of errors, read for what a client should do. The first that matches
// counts.
constexpr std::array patterns{
    Pattern{"IDEMPOTENT_REQUEST_PROCESSING", RefusalClass::in_flight},
    Pattern{"ALREADY_PROCESSING_REQUEST", RefusalClass::in_flight},
    Pattern{"ALREADY_*", RefusalClass::already_done},
    Pattern{"DUPLICATED_*", RefusalClass::already_done},
    Pattern{"NOT_MATCHES_REFUNDABLE_AMOUNT", RefusalClass::already_done},
    Pattern{"NOT_CANCELABLE_AMOUNT", RefusalClass::already_done},
    Pattern{"PROVIDER_ERROR", RefusalClass::transient},
    Pattern{"FAILED_*", RefusalClass::transient},
    Pattern{"UNKNOWN_*", RefusalClass::transient},
    Pattern{"CARD_PROCESSING_ERROR", RefusalClass::transient},
    Pattern{"COMMON_ERROR", RefusalClass::transient},
    Pattern{"FORBIDDEN_CONSECUTIVE_REQUEST", RefusalClass::transient},
    Pattern{"TOO_MANY_REQUESTS", RefusalClass::transient},
    Pattern{"EXCEED_MAX_REFUND_DUE", RefusalClass::final},
    Pattern{"EXCEED_MAX_*", RefusalClass::buyer},
    Pattern{"REJECT_*", RefusalClass::buyer},
    Pattern{"INVALID_CARD_*", RefusalClass::buyer},
    Pattern{"INVALID_STOPPED_CARD", RefusalClass::buyer},
    Pattern{"INVALID_REJECT_CARD", RefusalClass::buyer},
    Pattern{"INVALID_PASSWORD", RefusalClass::buyer},
    Pattern{"BELOW_MINIMUM_AMOUNT", RefusalClass::buyer},
    Pattern{"RESTRICTED_*", RefusalClass::buyer},
    Pattern{"NOT_FOUND_PAYMENT_SESSION", RefusalClass::expired},
    Pattern{"NOT_FOUND_PAYMENT", RefusalClass::expired},
    Pattern{"NOT_FOUND", RefusalClass::expired},
    Pattern{"UNAUTHORIZED_KEY", RefusalClass::configuration},
    Pattern{"INVALID_API_KEY", RefusalClass::configuration},
    Pattern{"INCORRECT_BASIC_AUTH_FORMAT", RefusalClass::configuration},
    Pattern{"FORBIDDEN_REQUEST", RefusalClass::configuration},
};

bool matches(std::string_view pattern, std::string_view code) {
    if (!pattern.ends_with('*')) return pattern == code;
    pattern.remove_suffix(1);
    return code.starts_with(pattern);
}

}  // namespace

RefusalClass class_of_refusal(std::string_view code) {
    for (const Pattern& pattern : patterns) {
        if (matches(pattern.text, code)) return pattern.meaning;
    }
    return RefusalClass::final;
}

}  // namespace jangteo::payment
