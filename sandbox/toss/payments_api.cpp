// The payment calls of TossDesk: confirm, lookup, cancel.

#include <algorithm>

#include "sandbox/toss/toss_desk.hpp"
#include "sandbox/toss/toss_error.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::size_t payment_key_max = 200;
constexpr std::size_t cancel_reason_bytes_max = 800;  // 200 characters of UTF-8
constexpr Duration deposit_time = hours(168);

}  // namespace

Reply TossDesk::confirm(Request& request) {
    const std::string_view payment_key = request.body.text("paymentKey");
    const std::string_view order_id = request.body.text("orderId");
    const auto amount = request.body.whole("amount");
    if (payment_key.empty() || payment_key.size() > payment_key_max || !is_order_id(order_id) ||
        !amount) {
        return refused(request, "INVALID_REQUEST");
    }
    Payment* payment = book_.find(payment_key);
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    expire_if_due(*payment, request.now);
    switch (payment->status) {
        case PaymentStatus::READY:
        case PaymentStatus::EXPIRED: return refused(request, "NOT_FOUND_PAYMENT_SESSION");
        case PaymentStatus::IN_PROGRESS: break;
        default: return refused(request, "ALREADY_PROCESSED_PAYMENT");
    }
    if (payment->order_id != order_id || payment->total_amount != *amount) {
        return refused(request, "INVALID_REQUEST");
    }
    if (*amount < minimum_amount_of(payment->method)) {
        return refused(request, "BELOW_MINIMUM_AMOUNT");
    }
    if (!request.knob.refuse.empty()) return refuse_as_issuer(request, *payment);
    book_.change(*payment, [&](Payment& approved) {
        if (request.knob.wrong_amount) {
            approved.total_amount = approved.balance_amount = *request.knob.wrong_amount;
        }
        if (approved.method == PaymentMethod::VIRTUAL_ACCOUNT) {
            approved.virtual_account = new_account("구매자", "20", request.now + deposit_time);
        }
        return approved.approve(
            {new_transaction_key(request.now), new_key("ps_", request.now), request.now});
    });
    Reply reply = written(request, *payment);
    if (payment->status == PaymentStatus::DONE) announce(request, *payment);
    return reply;
}

Reply TossDesk::refuse_as_issuer(Request& request, Payment& payment) {
    const std::string& code = request.knob.refuse;
    book_.change(payment, [&](Payment& aborted) {
        return aborted.abort({code, message_of(code, Language::korean)});
    });
    write(payment, request.now);
    announce(request, payment);
    return refused(request, code);
}

Reply TossDesk::get_payment(Request& request) {
    Payment* payment = book_.find(request.param());
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    expire_if_due(*payment, request.now);
    return shown(request, *payment);
}

Reply TossDesk::get_order(Request& request) {
    Payment* payment = book_.find_by_order(request.param());
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    expire_if_due(*payment, request.now);
    return shown(request, *payment);
}

Reply TossDesk::cancel(Request& request) {
    const std::string_view reason = request.body.text("cancelReason");
    const auto asked = request.body.whole("cancelAmount");
    if (reason.empty() || reason.size() > cancel_reason_bytes_max ||
        (request.body.has("cancelAmount") && (!asked || *asked <= 0))) {
        return refused(request, "INVALID_REQUEST");
    }
    Payment* payment = book_.find(request.param());
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    if (cancels_under_way_.contains(payment->payment_key)) {
        return refused(request, "FORBIDDEN_CONSECUTIVE_REQUEST");
    }
    const std::int64_t amount = asked.value_or(payment->balance_amount);
    if (const auto code = refuse_cancel(request, *payment, amount); !code.empty()) {
        return refused(request, code);
    }
    book_.change(*payment, [&](Payment& cancelled) {
        if (const auto* account = request.body.object("refundReceiveAccount")) {
            cancelled.virtual_account->refund_account =
                RefundAccount{std::string(text_in(*account, "bank")),
                              std::string(text_in(*account, "accountNumber")),
                              std::string(text_in(*account, "holderName"))};
        }
        cancelled.cancel({new_transaction_key(request.now), std::string(reason), amount,
                          request.body.whole("taxFreeAmount").value_or(0), 0, request.now});
        return true;
    });
    Reply reply = written(request, *payment);
    if (payment->virtual_account) announce_deposit(request, *payment);
    announce(request, *payment);
    return reply;
}

std::string_view TossDesk::refuse_cancel(const Request& request, const Payment& payment,
                                         std::int64_t amount) const {
    switch (payment.status) {
        case PaymentStatus::CANCELED: return "ALREADY_CANCELED_PAYMENT";
        case PaymentStatus::DONE:
        case PaymentStatus::PARTIAL_CANCELED: break;
        case PaymentStatus::WAITING_FOR_DEPOSIT:
            if (amount != payment.balance_amount) {
                return "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT";
            }
            break;
        default: return "NOT_CANCELABLE_PAYMENT";
    }
    const std::string_view currency = request.body.text("currency");
    if (!currency.empty() && currency != "KRW") return "INVALID_CURRENCY";
    const bool gives_back_deposit = payment.virtual_account && payment.captured_amount > 0;
    const bool has_account = request.body.object("refundReceiveAccount") != nullptr;
    if (gives_back_deposit && !has_account) return "INVALID_REFUND_ACCOUNT_INFO";
    if (has_account && !payment.virtual_account) return "INVALID_REQUEST";
    const auto refundable = request.body.whole("refundableAmount");
    if (refundable && *refundable != payment.balance_amount) {
        return "NOT_MATCHES_REFUNDABLE_AMOUNT";
    }
    if (amount <= 0 || amount > payment.balance_amount) return "NOT_CANCELABLE_AMOUNT";
    const std::int64_t tax_free = request.body.whole("taxFreeAmount").value_or(0);
    if (tax_free < 0 || tax_free > std::min(amount, payment.tax_free_amount)) {
        return "INVALID_REQUEST";
    }
    return {};
}

}  // namespace jangteo::sandbox::toss
