// Virtual accounts: issuing one, and the bank's side of it (hooks).

#include <fmt/core.h>

#include "sandbox/toss/toss_desk.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::int64_t valid_hours_first = 168;
constexpr std::int64_t valid_hours_max = 2160;

// yyyy-MM-dd'T'HH:mm:ss, with or without an offset; Korean time when there is none.
std::optional<Timestamp> parse_due_date(std::string_view text) {
    if (const auto time = parse_rfc3339(text)) return time;
    return parse_rfc3339(std::string(text) + "+09:00");
}

}  // namespace

std::string_view TossDesk::refuse_virtual_account(const Request& request, Timestamp& due_at) const {
    if (request.body.text("customerName").empty() || request.body.text("bank").empty()) {
        return "INVALID_REQUEST";
    }
    const auto valid_hours = request.body.whole("validHours");
    const std::string_view due_date = request.body.text("dueDate");
    if (valid_hours && !due_date.empty()) return "INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE";
    if (due_date.empty()) {
        const std::int64_t valid = valid_hours.value_or(valid_hours_first);
        if (valid < 1 || valid > valid_hours_max) return "EXCEED_MAX_VALID_HOURS";
        due_at = request.now + hours(valid);
        return {};
    }
    const auto due = parse_due_date(due_date);
    if (!due) return "INVALID_ISO_DATE_FORMAT";
    if (*due < request.now || *due > request.now + hours(valid_hours_max)) {
        return "EXCEED_MAX_DUE_DATE";
    }
    due_at = *due;
    return {};
}

Reply TossDesk::issue_virtual_account(Request& request) {
    if (const auto code = refuse_session(request); !code.empty()) return refused(request, code);
    if (*request.body.whole("amount") < minimum_amount_of(PaymentMethod::VIRTUAL_ACCOUNT)) {
        return refused(request, "BELOW_MINIMUM_AMOUNT");
    }
    Timestamp due_at;
    if (const auto code = refuse_virtual_account(request, due_at); !code.empty()) {
        return refused(request, code);
    }
    Payment& payment = new_payment(request);
    book_.change(payment, [&](Payment& issued) {
        issued.method = PaymentMethod::VIRTUAL_ACCOUNT;
        issued.virtual_account =
            new_account(request.body.text("customerName"), request.body.text("bank"), due_at);
        issued.authenticate(request.now);
        return issued.approve(
            {new_transaction_key(request.now), new_key("ps_", request.now), request.now});
    });
    return written(request, payment);
}

// Test accounts begin with X.
VirtualAccount TossDesk::new_account(std::string_view customer_name, std::string_view bank,
                                     Timestamp due_at) {
    VirtualAccount account;
    account.account_number = fmt::format("X{:013d}", ++accounts_issued_);
    account.bank_code = bank;
    account.customer_name = customer_name;
    account.due_at = due_at;
    return account;
}

Reply TossDesk::deposit(Request& request) {
    Payment* payment = book_.find_by_account(request.param());
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    const bool is_taken = book_.change(*payment, [&](Payment& paid) {
        return paid.deposit(new_transaction_key(request.now), request.now);
    });
    if (!is_taken) return refused(request, "ALREADY_PROCESSED_PAYMENT");
    Reply reply = written(request, *payment);
    announce_deposit(request, *payment);
    announce(request, *payment);
    return reply;
}

Reply TossDesk::reverse_deposit(Request& request) {
    Payment* payment = book_.find_by_account(request.param());
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    const bool is_reversed = book_.change(*payment, [&](Payment& reversed) {
        return reversed.reverse_deposit(new_transaction_key(request.now));
    });
    if (!is_reversed) return refused(request, "ALREADY_PROCESSED_PAYMENT");
    Reply reply = written(request, *payment);
    announce_deposit(request, *payment);
    return reply;
}

}  // namespace jangteo::sandbox::toss
