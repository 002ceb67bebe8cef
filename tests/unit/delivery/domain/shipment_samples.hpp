#pragma once

// A shipment at each stage of its start.

#include "delivery/domain/follow.hpp"

namespace jangteo::delivery {

inline constexpr Timestamp now{1'800'000'000'000'000};

template <class IdType>
IdType id_of(std::uint8_t number) {
    Uuid uuid{};
    uuid[0] = 1;
    uuid[15] = number;
    return IdType(uuid);
}

inline Moment moment(Timestamp at = now) { return {at, {}}; }

inline Shipment ready_shipment() {
    Shipment shipment;
    shipment.id = id_of<ShipmentId>(1);
    shipment.order_id = id_of<OrderId>(2);
    shipment.enterprise_id = id_of<EnterpriseId>(3);
    shipment.carrier = "kr.cjlogistics";
    shipment.created_at = now;
    return shipment;
}

inline Shipment shipped_shipment() {
    Shipment shipment = ready_shipment();
    static_cast<void>(enter_tracking_number(shipment, {"kr.cjlogistics", "123456"}, moment()));
    return shipment;
}

inline BookingAnswer booked() {
    return {AnswerKind::done, {"pcl_1", "kr.cjlogistics", "500000000001", false}, ""};
}
inline BookingAnswer refused(std::string code = "NOT_FOUND") {
    return {AnswerKind::refused, {}, std::move(code)};
}
inline BookingAnswer lost() { return {AnswerKind::unknown, {}, "no_answer"}; }

}  // namespace jangteo::delivery
