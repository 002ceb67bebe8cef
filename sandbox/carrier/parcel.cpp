#include "sandbox/carrier/parcel.hpp"

#include <algorithm>
#include <array>

namespace jangteo::sandbox::carrier {

namespace {

struct StatusText {
    std::string_view code;
    std::string_view korean;
    int level;
};

constexpr std::array<StatusText, parcel_statuses> texts{{
    {"UNKNOWN", "알 수 없음", 1},
    {"INFORMATION_RECEIVED", "접수", 1},
    {"AT_PICKUP", "집화완료", 2},
    {"IN_TRANSIT", "배송중", 3},
    {"OUT_FOR_DELIVERY", "배송출발", 5},
    {"ATTEMPT_FAIL", "미배달", 5},
    {"DELIVERED", "배송완료", 6},
    {"AVAILABLE_FOR_PICKUP", "보관", 4},
    {"EXCEPTION", "사고", 3},
    {"RETURNED", "반송", 4},
}};

const StatusText& text(ParcelStatus status) { return texts[static_cast<std::size_t>(status)]; }

}  // namespace

std::string_view text_of(ParcelStatus status) { return text(status).code; }
std::string_view korean_name_of(ParcelStatus status) { return text(status).korean; }
int level_of(ParcelStatus status) { return text(status).level; }

std::optional<ParcelStatus> parse_status(std::string_view name) {
    const auto found = std::ranges::find(texts, name, &StatusText::code);
    if (found == texts.end()) return {};
    return static_cast<ParcelStatus>(found - texts.begin());
}

const ParcelEvent& Parcel::last_event() const {
    const auto delivered = std::ranges::find(events.rbegin(), events.rend(),
                                             ParcelStatus::DELIVERED, &ParcelEvent::status);
    return delivered == events.rend() ? events.back() : *delivered;
}

bool Parcel::is_over() const {
    return is_cancelled || last_event().status == ParcelStatus::DELIVERED ||
           status() == ParcelStatus::RETURNED;
}

bool Parcel::cancel() {
    const bool is_picked_up = std::ranges::any_of(events, [](const ParcelEvent& event) {
        return event.status != ParcelStatus::INFORMATION_RECEIVED;
    });
    if (is_picked_up) return false;
    is_cancelled = true;
    return true;
}

std::optional<Parcel::Step> Parcel::next_step() const {
    if (is_over()) return {};
    switch (status()) {
        case ParcelStatus::INFORMATION_RECEIVED: return Step{ParcelStatus::AT_PICKUP, minutes(30)};
        case ParcelStatus::AT_PICKUP: return Step{ParcelStatus::IN_TRANSIT, hours(2)};
        case ParcelStatus::IN_TRANSIT: return Step{ParcelStatus::OUT_FOR_DELIVERY, hours(16)};
        case ParcelStatus::ATTEMPT_FAIL: return Step{ParcelStatus::OUT_FOR_DELIVERY, hours(20)};
        case ParcelStatus::OUT_FOR_DELIVERY: return Step{ParcelStatus::DELIVERED, hours(4)};
        default: return {};  // Somebody has to do something.
    }
}

}  // namespace jangteo::sandbox::carrier
