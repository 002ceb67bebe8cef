#pragma once

// The Payment object of the API: all keys, always, in one order.

#include <string>
#include <string_view>

#include "sandbox/toss/payment.hpp"

namespace jangteo::sandbox::toss {

enum class Language : std::uint8_t { korean, english };

struct PaymentView {
    Language language = Language::korean;
    std::string_view base_url;  // of receipts and checkout pages
    Timestamp now;
};

void append_payment(std::string& out, const Payment& payment, const PaymentView& view);
std::string_view name_of(PaymentMethod method, Language language);

}  // namespace jangteo::sandbox::toss
