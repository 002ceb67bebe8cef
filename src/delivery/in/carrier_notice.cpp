#include "delivery/in/carrier_notice.hpp"

#include <boost/json.hpp>

namespace jangteo::delivery {
namespace {

std::string text_at(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}

}  // namespace

std::optional<CarrierNotice> parse_carrier_notice(std::string_view body) {
    boost::system::error_code error;
    auto value = boost::json::parse({body.data(), body.size()}, error);
    if (error || !value.is_object()) return std::nullopt;
    CarrierNotice notice{text_at(value.get_object(), "carrierId"),
                         text_at(value.get_object(), "trackingNumber")};
    if (notice.carrier.empty() || notice.tracking_number.empty()) return std::nullopt;
    return notice;
}

}  // namespace jangteo::delivery
