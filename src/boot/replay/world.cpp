#include "boot/replay/world.hpp"

#include <fmt/format.h>

#include "kernel/business_number.hpp"
#include "kernel/check.hpp"

namespace jangteo::boot {
namespace {

constexpr std::string_view mail_domain = "order-book.example";

bool is_plain(std::string_view text) {
    for (char c : text) {
        bool is_plain_letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
        if (!is_plain_letter) return false;
    }
    return true;
}

std::string hex_of(std::string_view text) {
    std::string hex;
    for (char c : text) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return hex;
}

}  // namespace

// The last digit checks the nine in front of it: one of the ten is right.
std::string business_number_of(std::int64_t seller) {
    for (int digit = 0; digit < 10; ++digit) {
        auto number = parse_business_number(fmt::format("7858{:05}{}", seller, digit));
        if (number) return *number;
    }
    fail_check("every nine digits have a check digit", std::source_location::current());
}

std::string owner_email_of(std::int64_t seller) {
    return fmt::format("seller-{}@{}", seller, mail_domain);
}

// An address ignores case and most signs, a customer number need not: what is not plain is spelled
// in hexadecimal digits.
std::string member_email_of(std::string_view member) {
    if (is_plain(member)) return fmt::format("customer-{}@{}", member, mail_domain);
    return fmt::format("customer.{}@{}", hex_of(member), mail_domain);
}

std::string sku_code_of(const PlannedProduct& product, const PlannedVariant& variant) {
    return fmt::format("{}-{}", product.code, variant.price_won);
}

std::string note_of(const PlannedOrder& order) { return "invoice " + order.invoice_no; }

std::string reason_of(const PlannedRefund& refund) {
    return fmt::format("cancellation {}, seller {}", refund.invoice_no, refund.seller);
}

}  // namespace jangteo::boot
