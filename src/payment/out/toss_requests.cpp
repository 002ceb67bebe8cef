#include "payment/out/toss_requests.hpp"

#include <boost/json.hpp>

#include "kernel/fault.hpp"
#include "payment/app/provider_calls.hpp"
#include "platform/http/url.hpp"

namespace jangteo::payment {
namespace {

namespace http = platform::http;
using boost::json::object;

template <class Call>
Call call_of(const runtime::Effect& effect) {
    auto call = codec::decode_avro<Call>(effect.payload);
    if (!call) throw Fault(FaultKind::permanent, "an effect that does not decode: " + effect.kind);
    return std::move(*call);
}

boost::json::value number_of(const Money& money) {
    if (decimals_of(money.currency) == 0) return money.amount;
    return static_cast<double>(money.amount) / 100.0;
}

http::ClientRequest post(const runtime::Effect& effect, std::string target, const object& body) {
    return {runtime::Method::post,
            std::move(target),
            {{"idempotency-key", effect.key}, {"content-type", "application/json"}},
            boost::json::serialize(body)};
}

http::ClientRequest confirm(const runtime::Effect& effect) {
    auto call = call_of<ConfirmCall>(effect);
    return post(effect, "/v1/payments/confirm",
                {{"paymentKey", call.payment_key},
                 {"orderId", call.order_id},
                 {"amount", number_of(call.amount)}});
}

http::ClientRequest charge(const runtime::Effect& effect) {
    auto call = call_of<ChargeCall>(effect);
    return post(effect, "/v1/billing/" + http::percent_encode(call.billing_key),
                {{"customerKey", call.customer_key},
                 {"orderId", call.order_id},
                 {"orderName", call.order_name},
                 {"amount", number_of(call.amount)}});
}

http::ClientRequest look_up(const runtime::Effect& effect) {
    auto call = call_of<LookUpCall>(effect);
    std::string target = call.payment_key.empty()
                             ? "/v1/payments/orders/" + http::percent_encode(call.order_id)
                             : "/v1/payments/" + http::percent_encode(call.payment_key);
    return {runtime::Method::get, std::move(target), {}, ""};
}

// At most 200 characters for the provider; cut between two.
std::string reason_of(std::string reason) {
    constexpr std::size_t bytes_max = 200;
    if (reason.empty()) return "cancelled";
    if (reason.size() <= bytes_max) return reason;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;
    reason.resize(end);
    return reason;
}

http::ClientRequest cancel(const runtime::Effect& effect) {
    auto call = call_of<CancelCall>(effect);
    object body{{"cancelReason", reason_of(call.reason)}};
    if (call.amount) body["cancelAmount"] = number_of(*call.amount);
    if (call.balance) body["refundableAmount"] = number_of(*call.balance);
    if (call.refund_account) {
        body["refundReceiveAccount"] =
            object{{"bank", call.refund_account->bank},
                   {"accountNumber", call.refund_account->account_number},
                   {"holderName", call.refund_account->holder_name}};
    }
    return post(effect, "/v1/payments/" + http::percent_encode(call.payment_key) + "/cancel", body);
}

http::ClientRequest issue(const runtime::Effect& effect) {
    auto call = call_of<IssueCall>(effect);
    return post(effect, "/v1/billing/authorizations/issue",
                {{"authKey", call.auth_key}, {"customerKey", call.customer_key}});
}

http::ClientRequest remove(const runtime::Effect& effect) {
    auto call = call_of<RemoveCall>(effect);
    return {runtime::Method::del, "/v1/billing/" + http::percent_encode(call.billing_key), {}, ""};
}

}  // namespace

http::ClientRequest toss_request(const runtime::Effect& effect) {
    if (effect.kind == confirm_effect) return confirm(effect);
    if (effect.kind == look_up_effect) return look_up(effect);
    if (effect.kind == cancel_effect) return cancel(effect);
    if (effect.kind == charge_effect) return charge(effect);
    if (effect.kind == issue_effect) return issue(effect);
    if (effect.kind == remove_effect) return remove(effect);
    throw Fault(FaultKind::permanent, "no such call to the payment provider: " + effect.kind);
}

std::string toss_authorization(std::string_view secret_key) {
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text = std::string(secret_key) + ":";
    std::string out = "Basic ";
    for (std::size_t i = 0; i < text.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            bits = bits << 8 | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            bool is_padding = i + j > text.size();
            out += is_padding ? '=' : digits[bits >> (18 - 6 * j) & 63U];
        }
    }
    return out;
}

int decimals_of(Currency currency) { return currency == Currency::USD ? 2 : 0; }

}  // namespace jangteo::payment
