// Billing keys: consent, issue, charge, delete.

#include <algorithm>

#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/korean_time.hpp"
#include "sandbox/toss/toss_desk.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::size_t customer_key_min = 2;
constexpr std::size_t customer_key_max = 300;
constexpr std::size_t card_number_min = 13;
constexpr std::size_t card_number_max = 20;

bool is_customer_key(std::string_view text) {
    return text.size() >= customer_key_min && text.size() <= customer_key_max;
}

bool is_card_number(std::string_view text) {
    return text.size() >= card_number_min && text.size() <= card_number_max &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string masked(std::string_view card_number) {
    return std::string(card_number.substr(0, 8)) + "****" + std::string(card_number.substr(12, 3)) +
           "*";
}

}  // namespace

Reply TossDesk::create_billing_auth(Request& request) {
    const std::string_view customer_key = request.body.text("customerKey");
    if (!is_customer_key(customer_key)) return refused(request, "INVALID_CUSTOMER_KEY");
    Billing billing;
    billing.auth_key = new_key("bln_", request.now);
    billing.customer_key = customer_key;
    billing.card_number = "94100012****456*";
    const Billing& added = book_.add(std::move(billing));
    write(added, request.now);
    std::string body;
    JsonText(body)
        .open()
        .text("customerKey", added.customer_key)
        .text("authKey", added.auth_key)
        .close();
    return json_reply(200, std::move(body));
}

Reply TossDesk::issue_billing_key(Request& request) {
    Billing* billing = book_.find_auth(request.body.text("authKey"));
    if (billing == nullptr || billing->is_auth_used) {
        return refused(request, "INVALID_BILLING_AUTH");
    }
    if (billing->customer_key != request.body.text("customerKey")) {
        return refused(request, "NOT_MATCHES_CUSTOMER_KEY");
    }
    billing->is_auth_used = true;
    billing->billing_key = new_key("bk_", request.now);
    billing->authenticated_at = request.now;
    book_.reindex(*billing);
    return written(request, *billing, billing_body(*billing, request.language));
}

Reply TossDesk::register_card(Request& request) {
    const std::string_view number = request.body.text("cardNumber");
    if (!is_customer_key(request.body.text("customerKey"))) {
        return refused(request, "INVALID_CUSTOMER_KEY");
    }
    if (!is_card_number(number)) return refused(request, "INVALID_CARD_NUMBER");
    if (request.body.text("cardExpirationYear").size() != 2 ||
        request.body.text("cardExpirationMonth").size() != 2) {
        return refused(request, "INVALID_CARD_EXPIRATION");
    }
    const std::size_t identity = request.body.text("customerIdentityNumber").size();
    if (identity != 6 && identity != 10) return refused(request, "INVALID_CARD_IDENTITY");
    Billing billing;
    billing.billing_key = new_key("bk_", request.now);
    billing.customer_key = request.body.text("customerKey");
    billing.card_number = masked(number);
    billing.authenticated_at = request.now;
    const Billing& added = book_.add(std::move(billing));
    return written(request, added, billing_body(added, request.language));
}

std::string TossDesk::billing_body(const Billing& billing, Language language) const {
    std::string body;
    JsonText(body)
        .open()
        .text("mId", "tosspayments")
        .text("customerKey", billing.customer_key)
        .text("authenticatedAt", korean_time(billing.authenticated_at))
        .text("method", name_of(PaymentMethod::CARD, language))
        .text("billingKey", billing.billing_key)
        .text("cardCompany", "신한")
        .text("cardNumber", billing.card_number)
        .open("card")
        .text("issuerCode", "41")
        .text("acquirerCode", "41")
        .text("number", billing.card_number)
        .text("cardType", "신용")
        .text("ownerType", "개인")
        .close()
        .null("transfers")
        .null("easyPay")
        .close();
    return body;
}

std::string_view TossDesk::refuse_charge(const Request& request, const Billing* billing) {
    if (billing == nullptr || billing->billing_key.empty()) return "NOT_FOUND_BILLING";
    if (billing->is_removed) return "ALREADY_REMOVED_BILLING_KEY";
    if (const auto code = refuse_session(request); !code.empty()) return code;
    if (billing->customer_key != request.body.text("customerKey")) {
        return "NOT_MATCHES_CUSTOMER_KEY";
    }
    if (*request.body.whole("amount") < minimum_amount_of(PaymentMethod::CARD)) {
        return "BELOW_MINIMUM_AMOUNT";
    }
    const Payment* earlier = book_.find_by_order(request.body.text("orderId"));
    return earlier != nullptr && earlier->captured_amount > 0 ? "DUPLICATED_ORDER_ID" : "";
}

// A charge that succeeds sends no webhook.
Reply TossDesk::charge(Request& request) {
    const Billing* billing = book_.find_billing(request.param());
    if (const auto code = refuse_charge(request, billing); !code.empty()) {
        return refused(request, code);
    }
    Payment& payment = new_payment(request);
    book_.change(payment, [&](Payment& charged) {
        charged.type = PaymentType::BILLING;
        return charged.authenticate(request.now);
    });
    if (!request.knob.refuse.empty()) return refuse_as_issuer(request, payment);
    book_.change(payment, [&](Payment& charged) {
        return charged.approve(
            {new_transaction_key(request.now), new_key("ps_", request.now), request.now});
    });
    return written(request, payment);
}

Reply TossDesk::delete_billing_key(Request& request) {
    Billing* billing = book_.find_billing(request.param());
    if (billing == nullptr) return refused(request, "NOT_FOUND_BILLING");
    if (billing->is_removed) return refused(request, "ALREADY_REMOVED_BILLING_KEY");
    billing->is_removed = true;
    std::string body;
    JsonText(body)
        .open()
        .text("eventType", "BILLING_DELETED")
        .text("createdAt", korean_time_with_fraction(request.now))
        .open("data")
        .text("billingKey", billing->billing_key)
        .text("reason", "MERCHANT_REQUEST")
        .close()
        .close();
    post(request, body);
    return written(request, *billing, "");
}

}  // namespace jangteo::sandbox::toss
