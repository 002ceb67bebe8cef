#pragma once

// Payment: one payment as Toss Payments keeps it, and what may happen to it. Pure: time and keys
// are arguments. Amounts are in won. A function that says bool has changed nothing when it says
// false.

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/timestamp.hpp"

namespace jangteo::sandbox::toss {

enum class PaymentStatus : std::uint8_t {
    READY,
    IN_PROGRESS,
    WAITING_FOR_DEPOSIT,
    DONE,
    CANCELED,
    PARTIAL_CANCELED,
    ABORTED,
    EXPIRED,
};
BOOST_DESCRIBE_ENUM(PaymentStatus, READY, IN_PROGRESS, WAITING_FOR_DEPOSIT, DONE, CANCELED,
                    PARTIAL_CANCELED, ABORTED, EXPIRED)
inline constexpr std::size_t payment_statuses = 8;
std::string_view text_of(PaymentStatus status);

// As the SDK names them.
enum class PaymentMethod : std::uint8_t {
    CARD,
    TRANSFER,
    VIRTUAL_ACCOUNT,
    MOBILE_PHONE,
    CULTURE_GIFT_CERTIFICATE,
    EASY_PAY,
};
BOOST_DESCRIBE_ENUM(PaymentMethod, CARD, TRANSFER, VIRTUAL_ACCOUNT, MOBILE_PHONE,
                    CULTURE_GIFT_CERTIFICATE, EASY_PAY)
std::optional<PaymentMethod> parse_method(std::string_view text);
std::int64_t minimum_amount_of(PaymentMethod method);

// 6 to 64 of A-Z a-z 0-9 _ - =
bool is_order_id(std::string_view text);

enum class PaymentType : std::uint8_t { NORMAL, BILLING };
BOOST_DESCRIBE_ENUM(PaymentType, NORMAL, BILLING)

struct Failure {
    std::string code;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(Failure, (), (code, message))

struct Cancellation {
    std::string transaction_key;
    std::string reason;
    std::int64_t amount = 0;
    std::int64_t tax_free_amount = 0;
    std::int64_t refundable_amount = 0;  // the balance behind it
    Timestamp canceled_at;
};
BOOST_DESCRIBE_STRUCT(Cancellation, (),
                      (transaction_key, reason, amount, tax_free_amount, refundable_amount,
                       canceled_at))

struct RefundAccount {
    std::string bank;
    std::string account_number;
    std::string holder_name;
};
BOOST_DESCRIBE_STRUCT(RefundAccount, (), (bank, account_number, holder_name))

struct VirtualAccount {
    std::string account_number;
    std::string bank_code;
    std::string customer_name;
    Timestamp due_at;
    std::optional<RefundAccount> refund_account;
};
BOOST_DESCRIBE_STRUCT(VirtualAccount, (),
                      (account_number, bank_code, customer_name, due_at, refund_account))

struct Payment {
    std::string payment_key;
    std::string order_id;
    std::string order_name;
    std::string customer_key;
    std::string success_url;
    std::string fail_url;
    PaymentType type = PaymentType::NORMAL;
    PaymentMethod method = PaymentMethod::CARD;
    PaymentStatus status = PaymentStatus::READY;
    std::int64_t total_amount = 0;
    std::int64_t balance_amount = 0;
    std::int64_t tax_free_amount = 0;
    std::int64_t captured_amount = 0;  // what the buyer has paid
    Timestamp requested_at;
    std::optional<Timestamp> authenticated_at;
    std::optional<Timestamp> approved_at;
    bool use_escrow = false;
    std::string last_transaction_key;
    std::string secret;
    std::optional<VirtualAccount> virtual_account;
    std::optional<Failure> failure;
    std::vector<Cancellation> cancels;
    std::map<std::string, std::string> metadata;

    std::int64_t refunded_amount() const;
    // How the payment window and the time to confirm end; none in other states.
    std::optional<Timestamp> expires_at(Duration window, Duration to_confirm) const;

    bool authenticate(Timestamp now);
    bool abort(Failure why);
    bool expire();
    struct Approval {
        std::string transaction_key;
        std::string secret;
        Timestamp at;
    };
    // DONE, or WAITING_FOR_DEPOSIT for a virtual account, which must have been filled in.
    bool approve(Approval approval);
    bool deposit(std::string transaction_key, Timestamp now);
    bool reverse_deposit(std::string transaction_key);
    void cancel(Cancellation cancellation);
};
BOOST_DESCRIBE_STRUCT(Payment, (),
                      (payment_key, order_id, order_name, customer_key, success_url, fail_url, type,
                       method, status, total_amount, balance_amount, tax_free_amount,
                       captured_amount, requested_at, authenticated_at, approved_at, use_escrow,
                       last_transaction_key, secret, virtual_account, failure, cancels, metadata))

}  // namespace jangteo::sandbox::toss
