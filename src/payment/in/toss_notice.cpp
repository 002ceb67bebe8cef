#include "payment/in/toss_notice.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cctype>

#include "contracts/codec/shape.hpp"

namespace jangteo::payment {
namespace {

constexpr std::size_t depth_max = 16;

std::string_view text_at(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

ProviderStatus status_of(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return codec::parse_enum<ProviderStatus>(lower).value_or(ProviderStatus::unrecognised);
}

ParsedNotice notice_of(std::string_view order_text, Notice notice) {
    auto order = OrderId::parse(order_text);
    if (!order) return OtherNotice{};
    return TakePaymentNotice{*order, std::move(notice)};
}

}  // namespace

ParsedNotice parse_toss_notice(std::string_view body) {
    boost::system::error_code error;
    boost::json::parse_options options;
    options.max_depth = depth_max;
    auto value = boost::json::parse({body.data(), body.size()}, error, {}, options);
    if (error || !value.is_object()) return MalformedNotice{};
    const auto& object = value.get_object();
    if (!text_at(object, "eventType").empty()) {
        const auto* data = object.if_contains("data");
        if (!data || !data->is_object()) return OtherNotice{};
        const auto& payment = data->get_object();
        return notice_of(text_at(payment, "orderId"),
                         {status_of(text_at(payment, "status")), false, ""});
    }
    // A deposit callback is flat and names no event.
    std::string secret(text_at(object, "secret"));
    std::string_view order = text_at(object, "orderId");
    std::string_view status = text_at(object, "status");
    if (secret.empty() || order.empty() || status.empty()) return MalformedNotice{};
    return notice_of(order, {status_of(status), true, std::move(secret)});
}

}  // namespace jangteo::payment
