#include "sandbox/toss/payment.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jangteo::sandbox::toss {

namespace {

constexpr std::size_t order_id_min = 6;
constexpr std::size_t order_id_max = 64;

constexpr std::array<std::string_view, payment_statuses> status_names{
    "READY",   "IN_PROGRESS", "WAITING_FOR_DEPOSIT", "DONE", "CANCELED", "PARTIAL_CANCELED",
    "ABORTED", "EXPIRED"};

constexpr std::array<std::string_view, 6> method_names{
    "CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE_PHONE", "CULTURE_GIFT_CERTIFICATE", "EASY_PAY"};

}  // namespace

std::string_view text_of(PaymentStatus status) {
    return status_names[static_cast<std::size_t>(status)];
}

std::optional<PaymentMethod> parse_method(std::string_view text) {
    for (std::size_t i = 0; i < method_names.size(); ++i) {
        if (method_names[i] == text) return static_cast<PaymentMethod>(i);
    }
    return {};
}

std::int64_t minimum_amount_of(PaymentMethod method) {
    const bool is_account =
        method == PaymentMethod::TRANSFER || method == PaymentMethod::VIRTUAL_ACCOUNT;
    return is_account ? 200 : 100;
}

bool is_order_id(std::string_view text) {
    return text.size() >= order_id_min && text.size() <= order_id_max &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '=';
           });
}

std::int64_t Payment::refunded_amount() const {
    return captured_amount == 0 ? 0 : captured_amount - balance_amount;
}

std::optional<Timestamp> Payment::expires_at(Duration window, Duration to_confirm) const {
    if (status == PaymentStatus::READY) return requested_at + window;
    if (status == PaymentStatus::IN_PROGRESS) return *authenticated_at + to_confirm;
    return {};
}

bool Payment::authenticate(Timestamp now) {
    if (status != PaymentStatus::READY) return false;
    status = PaymentStatus::IN_PROGRESS;
    authenticated_at = now;
    return true;
}

bool Payment::abort(Failure why) {
    if (status != PaymentStatus::READY && status != PaymentStatus::IN_PROGRESS) return false;
    status = PaymentStatus::ABORTED;
    failure = std::move(why);
    return true;
}

bool Payment::expire() {
    if (status != PaymentStatus::READY && status != PaymentStatus::IN_PROGRESS) return false;
    status = PaymentStatus::EXPIRED;
    failure = {"EXPIRED_PAYMENT", "결제가 만료되었습니다. 다시 시도해주세요."};
    return true;
}

bool Payment::approve(Approval approval) {
    if (status != PaymentStatus::IN_PROGRESS) return false;
    const bool waits = virtual_account.has_value();
    status = waits ? PaymentStatus::WAITING_FOR_DEPOSIT : PaymentStatus::DONE;
    if (!waits) {
        approved_at = approval.at;
        captured_amount = total_amount;
    }
    last_transaction_key = std::move(approval.transaction_key);
    secret = std::move(approval.secret);
    return true;
}

bool Payment::deposit(std::string transaction_key, Timestamp now) {
    if (status != PaymentStatus::WAITING_FOR_DEPOSIT || virtual_account->due_at < now) return false;
    status = PaymentStatus::DONE;
    approved_at = now;
    captured_amount = total_amount;
    last_transaction_key = std::move(transaction_key);
    return true;
}

bool Payment::reverse_deposit(std::string transaction_key) {
    if (status != PaymentStatus::DONE || !virtual_account) return false;
    status = PaymentStatus::WAITING_FOR_DEPOSIT;
    approved_at.reset();
    captured_amount = 0;
    last_transaction_key = std::move(transaction_key);
    return true;
}

// Money given back in parts ends as PARTIAL_CANCELED even when nothing is left: only one call for
// all of it, or one before the deposit, ends as CANCELED.
void Payment::cancel(Cancellation cancellation) {
    const bool is_whole = cancellation.amount == total_amount && cancels.empty();
    status = is_whole ? PaymentStatus::CANCELED : PaymentStatus::PARTIAL_CANCELED;
    balance_amount -= cancellation.amount;
    tax_free_amount -= cancellation.tax_free_amount;
    cancellation.refundable_amount = balance_amount;
    last_transaction_key = cancellation.transaction_key;
    cancels.push_back(std::move(cancellation));
}

}  // namespace jangteo::sandbox::toss
