// Tracking as SweetTracker does it: failures with HTTP 200 and "status": false.

#include <array>

#include "sandbox/carrier/carrier_desk.hpp"
#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/korean_time.hpp"
#include "sandbox/desk/parameters.hpp"

namespace jangteo::sandbox::carrier {

namespace {

struct Company {
    std::string_view code;
    std::string_view carrier_id;
    std::string_view name;
};

constexpr std::array<Company, 9> companies{{
    {"01", "kr.epost", "우체국택배"},
    {"04", "kr.cjlogistics", "CJ대한통운"},
    {"05", "kr.hanjin", "한진택배"},
    {"06", "kr.logen", "로젠택배"},
    {"08", "kr.lotte", "롯데택배"},
    {"22", "kr.daesin", "대신택배"},
    {"23", "kr.kdexp", "경동택배"},
    {"24", "kr.cvsnet", "GS Postbox 택배"},
    {"46", "kr.cupost", "CU 편의점택배"},
}};

Reply failure(std::string_view code, std::string_view message) {
    std::string body;
    JsonText(body).open().boolean("status", false).text("msg", message).text("code", code).close();
    return json_reply(200, std::move(body));
}

// yyyy-MM-dd HH:mm:ss, Korean time
std::string plain_time(Timestamp time) {
    std::string text = korean_time(time).substr(0, 19);
    text[10] = ' ';
    return text;
}

void append_detail(JsonText& json, const ParcelEvent& event) {
    json.number("time", event.time.us / 1000)
        .text("timeString", plain_time(event.time))
        .null("code")
        .text("where", event.location)
        .text("kind", korean_name_of(event.status))
        .text("telno", "")
        .text("telno2", "")
        .null("remark")
        .number("level", level_of(event.status))
        .text("manName", "")
        .text("manPic", "")
        .close();
}

}  // namespace

std::string_view sweet_code_of(std::string_view carrier_id) {
    for (const Company& company : companies) {
        if (company.carrier_id == carrier_id) return company.code;
    }
    return {};
}

// The parameters come in the query (until 2026-10-30) or in a JSON body.
Reply CarrierDesk::tracking_info(Request& request) {
    const auto parameter = [&](std::string_view name) {
        std::string value = parameter_in(request.http.query, name);
        return value.empty() ? std::string(request.body.text(name)) : value;
    };
    if (parameter("t_key").empty()) return failure("101", "유효하지 않은 API KEY 입니다.");
    const Parcel* parcel = book_.find_by_number(parameter("t_invoice"));
    if (parcel == nullptr || parcel->is_cancelled ||
        sweet_code_of(parcel->carrier_id) != parameter("t_code")) {
        return failure("104", "유효하지 않은 운송장번호 이거나 택배사 코드 입니다.");
    }
    const ParcelEvent& last = parcel->last_event();
    const bool is_complete = last.status == ParcelStatus::DELIVERED;
    std::string body;
    JsonText json(body);
    json.open()
        .text("result", "Y")
        .text("senderName", "")
        .text("receiverName", parcel->recipient_name)
        .text("itemName", "")
        .text("invoiceNo", parcel->tracking_number)
        .text("receiverAddr", parcel->recipient_address)
        .null("orderNumber")
        .null("adUrl")
        .null("estimate")
        .number("level", level_of(last.status))
        .boolean("complete", is_complete)
        .text("completeYN", is_complete ? "Y" : "N")
        .text("recipient", "")
        .text("itemImage", "")
        .text("zipCode", "")
        .null("productInfo")
        .open_list("trackingDetails");
    for (const ParcelEvent& event : parcel->events) append_detail(json.item(), event);
    json.close_list();
    append_detail(json.open("firstDetail"), parcel->events.front());
    append_detail(json.open("lastDetail"), parcel->events.back());
    append_detail(json.open("lastStateDetail"), last);
    json.close();
    return json_reply(200, std::move(body));
}

Reply CarrierDesk::company_list(Request&) {
    std::string body;
    JsonText json(body);
    json.open().open_list("Company");
    for (const Company& company : companies) {
        json.item()
            .text("International", "false")
            .text("Code", company.code)
            .text("Name", company.name)
            .close();
    }
    json.close_list().close();
    return json_reply(200, std::move(body));
}

}  // namespace jangteo::sandbox::carrier
