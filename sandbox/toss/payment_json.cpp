#include "sandbox/toss/payment_json.hpp"

#include <algorithm>
#include <array>

#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/korean_time.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::array<std::string_view, 6> korean_methods{"카드",   "계좌이체",   "가상계좌",
                                                         "휴대폰", "문화상품권", "간편결제"};
constexpr std::array<std::string_view, 6> english_methods{
    "Card", "Transfer", "Virtual Account", "Mobile Phone", "Gift Certificate", "Easy Payment"};

// Once the buyer has paid, or may pay into an account.
bool is_approved(const Payment& payment) {
    switch (payment.status) {
        case PaymentStatus::READY:
        case PaymentStatus::IN_PROGRESS:
        case PaymentStatus::ABORTED:
        case PaymentStatus::EXPIRED: return false;
        default: return true;
    }
}

bool has_method(const Payment& payment) {
    return payment.status != PaymentStatus::READY && payment.status != PaymentStatus::EXPIRED;
}

void append_card(JsonText& json, const Payment& payment) {
    const bool is_card = payment.method == PaymentMethod::CARD;
    if (!is_card || !is_approved(payment)) {
        json.null("card");
        return;
    }
    json.open("card")
        .text("issuerCode", "71")
        .text("acquirerCode", "71")
        .text("number", "12345678****000*")
        .number("installmentPlanMonths", 0)
        .boolean("isInterestFree", false)
        .null("interestPayer")
        .text("approveNo", "00000000")
        .boolean("useCardPoint", false)
        .text("cardType", "신용")
        .text("ownerType", "개인")
        .text("acquireStatus", payment.status == PaymentStatus::CANCELED ? "CANCELED" : "READY")
        .number("amount", payment.total_amount)
        .close();
}

std::string_view refund_status_of(const Payment& payment) {
    return payment.cancels.empty() || payment.captured_amount == 0 ? "NONE" : "COMPLETED";
}

void append_refund_account(JsonText& json, const VirtualAccount& account) {
    if (!account.refund_account) {
        json.null("refundReceiveAccount");
        return;
    }
    json.open("refundReceiveAccount")
        .text("bankCode", account.refund_account->bank)
        .text("accountNumber", account.refund_account->account_number)
        .text("holderName", account.refund_account->holder_name)
        .close();
}

void append_virtual_account(JsonText& json, const Payment& payment, Timestamp now) {
    if (!payment.virtual_account || !is_approved(payment)) {
        json.null("virtualAccount");
        return;
    }
    const VirtualAccount& account = *payment.virtual_account;
    const bool is_open = payment.status == PaymentStatus::WAITING_FOR_DEPOSIT;
    json.open("virtualAccount")
        .text("accountType", "일반")
        .text("accountNumber", account.account_number)
        .text("bankCode", account.bank_code)
        .text("customerName", account.customer_name);
    json.text_or_null("depositorName", payment.captured_amount > 0 ? account.customer_name : "");
    json.text("dueDate", korean_time(account.due_at))
        .text("refundStatus", refund_status_of(payment))
        .boolean("expired", is_open && account.due_at < now)
        .text("settlementStatus", "INCOMPLETED");
    append_refund_account(json, account);
    json.close();
}

void append_other_methods(JsonText& json, const Payment& payment) {
    const auto is = [&](PaymentMethod method) {
        return payment.method == method && is_approved(payment);
    };
    if (is(PaymentMethod::TRANSFER)) {
        json.open("transfer")
            .text("bankCode", "92")
            .text("settlementStatus", "INCOMPLETED")
            .close();
    } else {
        json.null("transfer");
    }
    if (is(PaymentMethod::MOBILE_PHONE)) {
        json.open("mobilePhone")
            .text("customerMobilePhone", "010****5678")
            .text("settlementStatus", "INCOMPLETED")
            .text("receiptUrl", "")
            .close();
    } else {
        json.null("mobilePhone");
    }
    if (is(PaymentMethod::CULTURE_GIFT_CERTIFICATE)) {
        json.open("giftCertificate")
            .text("approveNo", "00000000")
            .text("settlementStatus", "INCOMPLETED")
            .close();
    } else {
        json.null("giftCertificate");
    }
    json.null("cashReceipt").null("cashReceipts").null("discount");
}

void append_cancels(JsonText& json, const Payment& payment) {
    if (payment.cancels.empty()) {
        json.null("cancels");
        return;
    }
    json.open_list("cancels");
    for (const Cancellation& cancel : payment.cancels) {
        json.item()
            .text("transactionKey", cancel.transaction_key)
            .text("cancelReason", cancel.reason)
            .number("taxExemptionAmount", 0)
            .text("canceledAt", korean_time(cancel.canceled_at))
            .number("cardDiscountAmount", 0)
            .number("transferDiscountAmount", 0)
            .number("easyPayDiscountAmount", 0)
            .null("receiptKey")
            .number("cancelAmount", cancel.amount)
            .number("taxFreeAmount", cancel.tax_free_amount)
            .number("refundableAmount", cancel.refundable_amount)
            .text("cancelStatus", "DONE")
            .null("cancelRequestId")
            .close();
    }
    json.close_list();
}

void append_easy_pay(JsonText& json, const Payment& payment) {
    const bool is_easy_pay = payment.method == PaymentMethod::EASY_PAY && is_approved(payment);
    if (is_easy_pay) {
        json.open("easyPay")
            .text("provider", "토스페이")
            .number("amount", payment.total_amount)
            .number("discountAmount", 0)
            .close();
    } else {
        json.null("easyPay");
    }
    json.number("easyPayAmount", is_easy_pay ? payment.total_amount : 0)
        .number("easyPayDiscountAmount", 0);
}

void append_failure_and_metadata(JsonText& json, const Payment& payment) {
    if (payment.failure) {
        json.open("failure")
            .text("code", payment.failure->code)
            .text("message", payment.failure->message)
            .close();
    } else {
        json.null("failure");
    }
    json.boolean("isPartialCancelable", true);
    if (payment.metadata.empty()) {
        json.null("metadata");
        return;
    }
    json.open("metadata");
    for (const auto& [name, value] : payment.metadata) json.text(name, value);
    json.close();
}

void append_links(JsonText& json, const Payment& payment, std::string_view base_url) {
    const std::string base(base_url);
    if (is_approved(payment)) {
        json.open("receipt")
            .text("url",
                  base + "/receipt/redirection?transactionId=" + payment.payment_key + "&ref=PX")
            .close();
    } else {
        json.null("receipt");
    }
    json.open("checkout")
        .text("url", base + "/v1/payments/" + payment.payment_key + "/checkout")
        .close();
}

void append_amounts(JsonText& json, const Payment& payment) {
    const std::int64_t taxed = payment.balance_amount - payment.tax_free_amount;
    const std::int64_t vat = (taxed * 2 + 11) / 22;  // an eleventh, rounded half up
    json.text("currency", "KRW")
        .number("totalAmount", payment.total_amount)
        .number("balanceAmount", payment.balance_amount)
        .number("suppliedAmount", taxed - vat)
        .number("vat", vat)
        .number("taxFreeAmount", payment.tax_free_amount);
}

}  // namespace

std::string_view name_of(PaymentMethod method, Language language) {
    const auto index = static_cast<std::size_t>(method);
    return language == Language::english ? english_methods[index] : korean_methods[index];
}

void append_payment(std::string& out, const Payment& payment, const PaymentView& view) {
    JsonText json(out);
    json.open()
        .text("mId", "tosspayments")
        .text_or_null("lastTransactionKey", payment.last_transaction_key)
        .text("paymentKey", payment.payment_key)
        .text("orderId", payment.order_id)
        .text("orderName", payment.order_name)
        .number("taxExemptionAmount", 0)
        .text("status", text_of(payment.status))
        .text("requestedAt", korean_time(payment.requested_at));
    json.text_or_null("approvedAt", payment.approved_at ? korean_time(*payment.approved_at) : "");
    if (has_method(payment))
        json.boolean("useEscrow", payment.use_escrow);
    else
        json.null("useEscrow");
    json.boolean("cultureExpense", false);
    append_card(json, payment);
    append_virtual_account(json, payment, view.now);
    append_other_methods(json, payment);
    append_cancels(json, payment);
    json.text_or_null("secret", payment.secret)
        .text("type", payment.type == PaymentType::BILLING ? "BILLING" : "NORMAL");
    append_easy_pay(json, payment);
    json.text("country", "KR");
    append_failure_and_metadata(json, payment);
    append_links(json, payment, view.base_url);
    json.null("transactionKey");
    append_amounts(json, payment);
    json.text_or_null("method", has_method(payment) ? name_of(payment.method, view.language) : "");
    json.text("version", "2022-11-16").close();
}

}  // namespace jangteo::sandbox::toss
