// Tracking as tracker.delivery does it: GraphQL, errors with HTTP 200.

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

#include "sandbox/carrier/carrier_desk.hpp"
#include "sandbox/desk/korean_time.hpp"

namespace jangteo::sandbox::carrier {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 33> carriers{"kr.cjlogistics",    "kr.hanjin",
                                                    "kr.lotte",          "kr.logen",
                                                    "kr.epost",          "kr.epost.ems",
                                                    "kr.coupangls",      "kr.cupost",
                                                    "kr.cvsnet",         "kr.kdexp",
                                                    "kr.daesin",         "kr.ilyanglogis",
                                                    "kr.chunilps",       "kr.kunyoung",
                                                    "kr.honamlogis",     "kr.homepick",
                                                    "kr.goodstoluck",    "kr.todaypickup",
                                                    "kr.yongmalogis",    "kr.slx",
                                                    "kr.cway",           "kr.epantos",
                                                    "kr.lotte.global",   "kr.actcore.ocean-inbound",
                                                    "kr.swgexp.epost",   "kr.swgexp.cjlogistics",
                                                    "cn.cainiao.global", "jp.sagawa",
                                                    "jp.yamato",         "nl.tnt",
                                                    "un.upu.ems",        "us.ups",
                                                    "kr.sandbox"};

json::value error_of(std::string_view message, std::string_view code, std::string_view path) {
    json::object error{{"message", message}, {"extensions", {{"code", code}}}};
    if (!path.empty()) error["path"] = json::array{path};
    return error;
}

// tracker.delivery has no code for parcels that went back; it shows them as exceptions.
std::string_view code_of(ParcelStatus status) {
    return status == ParcelStatus::RETURNED ? "EXCEPTION" : text_of(status);
}

json::value json_of(const ParcelEvent& event) {
    json::value location = nullptr;
    if (!event.location.empty()) {
        location = {{"countryCode", "KR"}, {"postalCode", nullptr}, {"name", event.location}};
    }
    return {{"status", {{"code", code_of(event.status)}, {"name", korean_name_of(event.status)}}},
            {"time", korean_time(event.time)},
            {"location", std::move(location)},
            {"contact", nullptr},
            {"description", event.description}};
}

json::value json_of(const Parcel& parcel) {
    json::array edges;
    for (std::size_t i = 0; i < parcel.events.size(); ++i) {
        edges.push_back({{"node", json_of(parcel.events[i])}, {"cursor", std::to_string(i)}});
    }
    const std::string last_cursor = std::to_string(parcel.events.size() - 1);
    return {{"trackingNumber", parcel.tracking_number},
            {"lastEvent", json_of(parcel.last_event())},
            {"events",
             {{"edges", std::move(edges)},
              {"pageInfo",
               {{"hasNextPage", false},
                {"hasPreviousPage", false},
                {"startCursor", "0"},
                {"endCursor", last_cursor}}}}},
            {"sender", nullptr},
            {"recipient",
             {{"name", parcel.recipient_name}, {"location", nullptr}, {"phoneNumber", nullptr}}}};
}

std::string argument(const std::map<std::string, json::value>& arguments, const std::string& name) {
    const auto found = arguments.find(name);
    if (found == arguments.end() || !found->second.is_string()) return {};
    return std::string(found->second.get_string());
}

}  // namespace

bool is_carrier(std::string_view carrier_id) {
    return std::ranges::find(carriers, carrier_id) != carriers.end();
}

// The message of an error names its code in front: "NOT_FOUND: Carrier not found".
std::expected<json::value, std::string> CarrierDesk::track(const GraphqlField& field) {
    const std::string carrier_id = argument(field.arguments, "carrierId");
    if (!is_carrier(carrier_id)) return std::unexpected("NOT_FOUND: Carrier not found");
    const Parcel* parcel = book_.find_by_number(argument(field.arguments, "trackingNumber"));
    if (parcel == nullptr || parcel->carrier_id != carrier_id || parcel->is_cancelled) {
        return std::unexpected("NOT_FOUND: 운송장 정보를 찾을 수 없습니다.");
    }
    return json_of(*parcel);
}

std::expected<json::value, std::string> CarrierDesk::register_webhook(const GraphqlField& field,
                                                                      Timestamp now) {
    const auto input = field.arguments.find("input");
    const json::object* object =
        input == field.arguments.end() ? nullptr : input->second.if_object();
    if (object == nullptr) return std::unexpected("BAD_REQUEST: input is required");
    const auto expires_at = parse_rfc3339(text_in(*object, "expirationTime"));
    const std::string url(text_in(*object, "callbackUrl"));
    if (!expires_at || url.empty()) {
        return std::unexpected("BAD_REQUEST: callbackUrl and expirationTime are required");
    }
    Parcel* parcel = book_.find_by_number(text_in(*object, "trackingNumber"));
    if (parcel == nullptr || parcel->carrier_id != text_in(*object, "carrierId")) {
        return std::unexpected("NOT_FOUND: 운송장 정보를 찾을 수 없습니다.");
    }
    std::erase_if(parcel->webhooks, [&](const TrackWebhook& webhook) {
        return webhook.url == url || webhook.expires_at <= now;
    });
    if (*expires_at > now) parcel->webhooks.push_back({url, *expires_at});
    write(*parcel, now);
    return json::value(true);
}

std::expected<json::value, std::string> CarrierDesk::resolve(const GraphqlField& field,
                                                             Timestamp now) {
    std::expected<json::value, std::string> value;
    if (field.name == "track")
        value = track(field);
    else if (field.name == "registerTrackWebhook")
        value = register_webhook(field, now);
    else
        return std::unexpected("BAD_REQUEST: Cannot query field \"" + field.name + "\"");
    if (!value) return value;
    auto selected = select(*value, field.selection);
    if (selected) return selected;
    return std::unexpected("BAD_REQUEST: Cannot query field \"" + selected.error() + "\"");
}

Reply CarrierDesk::graphql(Request& request) {
    const json::object none;
    const auto* variables = request.body.object("variables");
    const auto operation = parse_graphql(request.body.text("query"), variables ? *variables : none);
    json::array errors;
    json::object data;
    if (!operation) {
        errors.push_back(error_of(operation.error(), "BAD_REQUEST", ""));
    } else {
        for (const GraphqlField& field : operation->selection) {
            auto value = resolve(field, request.now);
            if (value) {
                data[field.alias] = std::move(*value);
                continue;
            }
            data[field.alias] = nullptr;
            const std::string& error = value.error();
            const std::size_t colon = error.find(": ");
            errors.push_back(
                error_of(error.substr(colon + 2), error.substr(0, colon), field.alias));
        }
    }
    json::object answer;
    if (!errors.empty()) answer["errors"] = std::move(errors);
    if (operation) answer["data"] = std::move(data);
    return json_reply(200, json::serialize(answer));
}

}  // namespace jangteo::sandbox::carrier
