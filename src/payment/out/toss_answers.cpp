#include "payment/out/toss_answers.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>

#include "payment/app/provider_calls.hpp"
#include "payment/out/toss_requests.hpp"

namespace jangteo::payment {
namespace {

namespace json = boost::json;
using runtime::Outcome;
using runtime::OutcomeKind;

// Answers have 1 to 2 kB; parsing them into this buffer takes no allocation.
constexpr std::size_t arena_bytes = 16 * 1024;

template <class Use>
auto with_object(std::string_view body, Use use) -> decltype(use(std::declval<json::object&>())) {
    std::array<unsigned char, arena_bytes> arena;
    json::monotonic_resource memory(arena.data(), arena.size());
    json::error_code error;
    json::value value = json::parse({body.data(), body.size()}, error, &memory);
    if (error || !value.is_object()) return {};
    return use(value.get_object());
}

std::string_view text_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

const json::object* object_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value ? value->if_object() : nullptr;
}

std::optional<std::int64_t> minor_units_at(const json::object& object, std::string_view name,
                                           std::string_view currency) {
    const json::value* value = object.if_contains(name);
    if (!value || !value->is_number()) return std::nullopt;
    auto known = parse_currency(currency);
    bool has_cents = known && decimals_of(*known) == 2;
    if (value->is_int64() && !has_cents) return value->get_int64();
    double amount = value->to_number<double>() * (has_cents ? 100.0 : 1.0);
    if (std::abs(amount) > 9e15 || std::abs(amount - std::round(amount)) > 1e-6)
        return std::nullopt;
    return static_cast<std::int64_t>(std::llround(amount));
}

ProviderStatus status_of(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return codec::parse_enum<ProviderStatus>(lower).value_or(ProviderStatus::unrecognised);
}

// Due dates of virtual accounts may come without an offset; they are Korean time then.
Timestamp time_of(std::string_view text) {
    if (auto time = parse_rfc3339(text)) return *time;
    return parse_rfc3339(std::string(text) + "+09:00").value_or(Timestamp{});
}

std::optional<VirtualAccount> virtual_account_of(const json::object& payment) {
    const json::object* account = object_at(payment, "virtualAccount");
    if (!account) return std::nullopt;
    const json::value* expired = account->if_contains("expired");
    return VirtualAccount{
        std::string(text_at(*account, "bankCode")), std::string(text_at(*account, "accountNumber")),
        std::string(text_at(*account, "customerName")), time_of(text_at(*account, "dueDate")),
        expired && expired->is_bool() && expired->get_bool()};
}

std::optional<ProviderPayment> read_payment(const json::object& object) {
    ProviderPayment payment;
    payment.payment_key = text_at(object, "paymentKey");
    payment.order_id = text_at(object, "orderId");
    payment.status = status_of(text_at(object, "status"));
    payment.method = text_at(object, "method");
    payment.currency = text_at(object, "currency");
    auto total = minor_units_at(object, "totalAmount", payment.currency);
    auto balance = minor_units_at(object, "balanceAmount", payment.currency);
    bool is_whole = !payment.payment_key.empty() && !payment.order_id.empty() && total && balance;
    if (!is_whole) return std::nullopt;
    payment.total = *total;
    payment.balance = *balance;
    payment.secret = text_at(object, "secret");
    payment.transaction_key = text_at(object, "lastTransactionKey");
    if (const json::object* failure = object_at(object, "failure")) {
        payment.failure_code = text_at(*failure, "code");
    }
    payment.approved_at = time_of(text_at(object, "approvedAt"));
    payment.virtual_account = virtual_account_of(object);
    return payment;
}

std::optional<IssuedBillingKey> read_billing_key(const json::object& object) {
    IssuedBillingKey issued;
    issued.billing_key = text_at(object, "billingKey");
    if (issued.billing_key.empty()) return std::nullopt;
    issued.customer_key = text_at(object, "customerKey");
    issued.method = text_at(object, "method");
    if (const json::object* card = object_at(object, "card")) {
        issued.issuer_code = text_at(*card, "issuerCode");
        issued.number = text_at(*card, "number");
    }
    return issued;
}

template <class T>
Outcome done_with(const std::optional<T>& answer) {
    // It was done, but what exactly cannot be read: that has to be asked.
    if (!answer) return {OutcomeKind::unknown, "unreadable_answer", ""};
    return {OutcomeKind::done, "", codec::encode_avro(*answer)};
}

Outcome done_outcome(std::string_view kind, const std::string& body) {
    if (kind == remove_effect) return {OutcomeKind::done, "", ""};
    if (kind == issue_effect) return done_with(with_object(body, read_billing_key));
    return done_with(parse_toss_payment(body));
}

Outcome refused_outcome(int status, const std::string& body) {
    if (status == 429) return {OutcomeKind::refused, "TOO_MANY_REQUESTS", ""};
    std::string code = with_object(
        body, [](const json::object& object) { return std::string(text_at(object, "code")); });
    bool is_answer = !code.empty();
    if (status >= 500 && (!is_answer || class_of_refusal(code) == RefusalClass::final)) {
        return {OutcomeKind::unknown, is_answer ? code : fmt::format("http_{}", status), ""};
    }
    if (status < 400) return {OutcomeKind::unknown, fmt::format("http_{}", status), ""};
    return {OutcomeKind::refused, is_answer ? code : fmt::format("HTTP_{}", status), ""};
}

Outcome failed_outcome(std::string_view kind, platform::http::ClientFailure failure) {
    using platform::http::ClientFailure;
    // A question that was not sent counts as asked: asking is bounded, the retries of the runtime
    // are not.
    bool is_question = kind == look_up_effect;
    if (failure == ClientFailure::not_sent && !is_question) {
        return {OutcomeKind::not_sent, "not_sent", ""};
    }
    return {OutcomeKind::unknown, failure == ClientFailure::timeout ? "timeout" : "lost", ""};
}

}  // namespace

std::optional<ProviderPayment> parse_toss_payment(std::string_view body) {
    return with_object(body, read_payment);
}

Outcome toss_outcome(std::string_view effect_kind, const platform::http::ClientResult& result) {
    if (!result) return failed_outcome(effect_kind, result.error().failure);
    bool is_success = result->status >= 200 && result->status < 300;
    if (is_success) return done_outcome(effect_kind, result->body);
    return refused_outcome(result->status, result->body);
}

}  // namespace jangteo::payment
