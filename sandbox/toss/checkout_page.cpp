// The pages that stand in for the payment window, in Korean and English.

#include <fmt/core.h>

#include "platform/http/url.hpp"
#include "sandbox/desk/parameters.hpp"
#include "sandbox/toss/toss_desk.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::string_view page_head = R"(<!doctype html>
<html lang="ko"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>결제창 (샌드박스) · Payment window (sandbox)</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;background:#f2f4f6;margin:0;padding:2rem 1rem;color:#191f28}
main{max-width:26rem;margin:auto;background:#fff;border-radius:1rem;padding:1.5rem;
box-shadow:0 1px 8px #0002}
h1{font-size:1.1rem;margin:0 0 1rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}
dt{color:#6b7684}dd{margin:0;text-align:right;overflow-wrap:anywhere}
.sum{font-weight:700;font-size:1.3rem}
button{display:block;width:100%;padding:.8rem;margin:.5rem 0;border:0;border-radius:.6rem;
font:inherit;font-weight:600;cursor:pointer;background:#e5e8eb;color:#333d4b}
button.go{background:#0064ff;color:#fff}
p{color:#6b7684;font-size:.85rem;margin:1rem 0 0}
</style></head><body><main>
)";

constexpr std::string_view page_tail = R"(
<p>샌드박스입니다. 실제 결제는 일어나지 않습니다.<br>This is a sandbox. No money moves.</p>
</main></body></html>
)";

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            default: html += c;
        }
    }
    return html;
}

std::string grouped(std::int64_t amount) {
    std::string digits = std::to_string(amount);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

}  // namespace

Reply TossDesk::checkout_page(Request& request) {
    Payment* payment = book_.find(request.param());
    if (payment == nullptr) return refused(request, "NOT_FOUND_PAYMENT");
    expire_if_due(*payment, request.now);
    Reply reply;
    reply.content_type = "text/html;charset=UTF-8";
    reply.body = page_head;
    reply.body += fmt::format(
        "<h1>토스페이먼츠 결제창 (샌드박스)<br>Toss Payments window (sandbox)</h1>\n<dl>"
        "<dt>주문 Order</dt><dd>{}</dd><dt>주문번호 No.</dt><dd>{}</dd>"
        "<dt>결제수단 Method</dt><dd>{} {}</dd>"
        "<dt>금액 Amount</dt><dd class=\"sum\">{}원</dd></dl>\n",
        escaped(payment->order_name), escaped(payment->order_id),
        name_of(payment->method, Language::korean), name_of(payment->method, Language::english),
        grouped(payment->total_amount));
    if (payment->status != PaymentStatus::READY) {
        reply.body += fmt::format("<p>이미 {} 상태입니다. This payment is {} already.</p>",
                                  text_of(payment->status), text_of(payment->status));
    } else {
        reply.body += fmt::format(
            "<form method=\"post\" action=\"/__sandbox/payments/{}/decide\">"
            "<button class=\"go\" name=\"decision\" value=\"approve\">결제하기 · Pay</button>"
            "<button name=\"decision\" value=\"reject\">카드사 거절 · Rejected by the "
            "issuer</button>"
            "<button name=\"decision\" value=\"cancel\">취소 · Cancel</button></form>",
            payment->payment_key);
    }
    reply.body += page_tail;
    return reply;
}

// The consent to be charged later. Its button leads back with a one-time authKey.
Reply TossDesk::billing_auth_page(Request& request) {
    const std::string& query = request.http.query;
    const std::string customer_key = parameter_in(query, "customerKey");
    const std::string success_url = parameter_in(query, "successUrl");
    if (customer_key.empty() || success_url.empty()) return refused(request, "INVALID_REQUEST");
    Billing billing;
    billing.auth_key = new_key("bln_", request.now);
    billing.customer_key = customer_key;
    billing.card_number = "94100012****456*";
    const Billing& added = book_.add(std::move(billing));
    write(added, request.now);
    const std::string success = success_url +
                                (success_url.find('?') == success_url.npos ? "?" : "&") +
                                "customerKey=" + platform::http::percent_encode(customer_key) +
                                "&authKey=" + added.auth_key;
    const std::string fail_url = parameter_in(query, "failUrl");
    const std::string failure =
        fail_url + (fail_url.find('?') == fail_url.npos ? "?" : "&") + "code=PAY_PROCESS_CANCELED";
    Reply reply;
    reply.content_type = "text/html;charset=UTF-8";
    reply.body = page_head;
    reply.body += fmt::format(
        "<h1>자동결제 카드 등록 (샌드박스)<br>Card for automatic payments (sandbox)</h1>"
        "<a href=\"{}\"><button class=\"go\">등록 · Register</button></a>"
        "<a href=\"{}\"><button>취소 · Cancel</button></a>",
        escaped(success), escaped(failure));
    reply.body += page_tail;
    return reply;
}

}  // namespace jangteo::sandbox::toss
