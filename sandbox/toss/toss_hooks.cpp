// The hooks of TossDesk below /__sandbox: sessions, decisions of the buyer, knobs, books.

#include <algorithm>

#include "platform/http/url.hpp"
#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/parameters.hpp"
#include "sandbox/toss/toss_desk.hpp"
#include "sandbox/toss/toss_error.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::size_t order_name_bytes_max = 400;  // 100 characters of UTF-8

std::string with_query(const std::string& url, const std::string& query) {
    return url + (url.find('?') == url.npos ? "?" : "&") + query;
}

std::string failure_redirect(const Payment& payment, std::string_view code) {
    using platform::http::percent_encode;
    return with_query(payment.fail_url, "code=" + std::string(code) + "&message=" +
                                            percent_encode(message_of(code, Language::korean)) +
                                            "&orderId=" + percent_encode(payment.order_id));
}

std::string success_redirect(const Payment& payment) {
    return with_query(payment.success_url, "paymentType=NORMAL&orderId=" +
                                               platform::http::percent_encode(payment.order_id) +
                                               "&paymentKey=" + payment.payment_key +
                                               "&amount=" + std::to_string(payment.total_amount));
}

}  // namespace

std::string_view TossDesk::refuse_session(const Request& request) const {
    const auto amount = request.body.whole("amount");
    if (!request.body.is_object()) return "INVALID_REQUEST";
    if (!amount) return "REQUIRED_AMOUNT";
    if (*amount <= 0) return "BELOW_ZERO_AMOUNT";
    if (!is_order_id(request.body.text("orderId"))) return "INVALID_ORDER_ID";
    const std::string_view name = request.body.text("orderName");
    if (name.empty() || name.size() > order_name_bytes_max) return "INVALID_ORDER_NAME";
    const std::string_view method = request.body.text("method");
    if (!method.empty() && !parse_method(method)) return "NOT_SUPPORTED_METHOD";
    return {};
}

Payment& TossDesk::new_payment(Request& request) {
    const Body& body = request.body;
    Payment payment;
    payment.payment_key = new_key("tps_", request.now);
    payment.order_id = body.text("orderId");
    payment.order_name = body.text("orderName");
    payment.customer_key = body.text("customerKey");
    payment.success_url = body.text("successUrl");
    payment.fail_url = body.text("failUrl");
    payment.method = parse_method(body.text("method")).value_or(PaymentMethod::CARD);
    payment.total_amount = payment.balance_amount = *body.whole("amount");
    payment.tax_free_amount =
        std::clamp<std::int64_t>(body.whole("taxFreeAmount").value_or(0), 0, payment.total_amount);
    payment.use_escrow = body.flag("useEscrow");
    payment.requested_at = request.now;
    if (const auto* metadata = body.object("metadata")) {
        for (const auto& [name, value] : *metadata) {
            if (value.is_string()) payment.metadata.emplace(name, text_in(*metadata, name));
        }
    }
    return book_.add(std::move(payment));
}

Reply TossDesk::create_session(Request& request) {
    if (const auto code = refuse_session(request); !code.empty()) return refused(request, code);
    Payment& payment = new_payment(request);
    if (request.body.flag("authorize")) {
        book_.change(payment, [&](Payment& seen) { return seen.authenticate(request.now); });
    }
    write(payment, request.now);
    return json_reply(200, session_body(payment));
}

Reply TossDesk::create_payment(Request& request) {
    if (const auto code = refuse_session(request); !code.empty()) return refused(request, code);
    return written(request, new_payment(request));
}

std::string TossDesk::session_body(const Payment& payment) const {
    std::string body;
    JsonText(body)
        .open()
        .text("paymentKey", payment.payment_key)
        .text("orderId", payment.order_id)
        .number("amount", payment.total_amount)
        .text("status", text_of(payment.status))
        .text("checkoutUrl",
              options_.base_url + "/v1/payments/" + payment.payment_key + "/checkout")
        .close();
    return body;
}

// What the buyer does in the payment window: {"decision": "approve" | "reject" | "cancel"}, as JSON
// or as a form.
Reply TossDesk::decide(Request& request) {
    Payment* payment = book_.find(request.param());
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    expire_if_due(*payment, request.now);
    std::string decision(request.body.text("decision"));
    if (decision.empty()) decision = parameter_in(request.http.body, "decision");
    if (decision == "cancel") {
        // Closing the window changes nothing at the provider.
        return decided(request, *payment, failure_redirect(*payment, "PAY_PROCESS_CANCELED"));
    }
    if (decision == "reject") {
        const std::string_view code = "REJECT_CARD_COMPANY";
        const bool is_aborted = book_.change(*payment, [&](Payment& aborted) {
            return aborted.abort({std::string(code), message_of(code, Language::korean)});
        });
        if (!is_aborted) return refused(request, "ALREADY_PROCESSED_PAYMENT");
        write(*payment, request.now);
        announce(*payment, request.now);
        return decided(request, *payment, failure_redirect(*payment, code));
    }
    if (decision != "approve") return refused(request, "INVALID_REQUEST");
    const bool is_seen =
        book_.change(*payment, [&](Payment& seen) { return seen.authenticate(request.now); });
    if (!is_seen) return refused(request, "NOT_FOUND_PAYMENT_SESSION");
    write(*payment, request.now);
    return decided(request, *payment, success_redirect(*payment));
}

Reply TossDesk::decided(Request& request, const Payment& payment, std::string redirect) const {
    Reply reply = json_reply(200, "");
    JsonText(reply.body)
        .open()
        .text("paymentKey", payment.payment_key)
        .text("status", text_of(payment.status))
        .text("redirectUrl", redirect)
        .close();
    // A browser posts a form and follows; a script posts JSON and reads.
    const bool is_form = request.http.header("content-type").starts_with("application/x-www-form");
    if (is_form && redirect.find("://") != redirect.npos) {
        reply.status = 303;
        reply.headers.push_back({"location", std::move(redirect)});
    }
    return reply;
}

Reply TossDesk::set_webhook(Request& request) {
    const std::string_view url = request.body.text("url");
    if (!url.empty() && !platform::http::parse_http_url(url)) {
        return json_reply(400, R"({"message":"url is an http:// URL, or empty for none"})");
    }
    options_.webhook_url = url;
    std::string body;
    JsonText(body).open().text("url", url).close();
    return json_reply(200, std::move(body));
}

Reply TossDesk::show_books(Request&) {
    const Totals& totals = book_.totals();
    std::string body;
    JsonText text(body);
    text.open()
        .number("captured", totals.captured)
        .number("refunded", totals.refunded)
        .number("kept", totals.captured - totals.refunded)
        .number("payments", book_.payments().size())
        .open("payments_by_status");
    for (std::size_t i = 0; i < payment_statuses; ++i) {
        text.number(text_of(static_cast<PaymentStatus>(i)), totals.by_status[i]);
    }
    text.close();
    calls_.append(text);
    text.open("webhooks")
        .number("delivered", callbacks_.delivered())
        .number("waiting", callbacks_.waiting())
        .close()
        .number("commits", journal_.commits())
        .close();
    return json_reply(200, std::move(body));
}

Reply TossDesk::list_payments(Request& request) {
    const std::string after = parameter_in(request.http.query, "after");
    const std::string order = parameter_in(request.http.query, "orderId");
    std::int64_t limit = limit_in(request.http.query);
    std::size_t at = 0;
    if (!after.empty()) {
        const Payment* last = book_.find(after);
        if (last == nullptr) return refused(request, "INVALID_PAGING_KEY");
        at = book_.position_of(*last) + 1;
    }
    std::string body;
    JsonText text(body);
    text.open().open_list("payments");
    std::string_view next;
    for (; at < book_.payments().size() && limit > 0; ++at) {
        const Payment& payment = book_.payments()[at];
        next = payment.payment_key;
        if (!order.empty() && payment.order_id != order) continue;
        --limit;
        text.item()
            .text("paymentKey", payment.payment_key)
            .text("orderId", payment.order_id)
            .text("status", text_of(payment.status))
            .number("totalAmount", payment.total_amount)
            .number("balanceAmount", payment.balance_amount)
            .number("captured", payment.captured_amount)
            .number("refunded", payment.refunded_amount())
            .number("cancels", payment.cancels.size())
            .close();
    }
    text.close_list().text_or_null("next", at < book_.payments().size() ? next : "").close();
    return json_reply(200, std::move(body));
}

}  // namespace jangteo::sandbox::toss
