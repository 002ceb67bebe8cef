#pragma once

// A body of twelve fields, as an answer to GET /v1/orders/{id} has them, and a small event.

#include <boost/describe.hpp>

#include <optional>
#include <string>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::bench {

enum class Method { card, transfer, virtual_account };
BOOST_DESCRIBE_ENUM(Method, card, transfer, virtual_account)

struct SampleOrder {
    OrderId id{*uuid_of_base32("01h455vb4pex5vsknk084sn02q")};
    MemberId member_id{*uuid_of_base32("01h455vb4pex5vsknk084sn02q")};
    std::string number = "K7Q2-9XWM";
    std::string title = "장터 가방, 검정 \"L\"";
    Email email{"kim@example.com"};
    Method method = Method::transfer;
    Money total = won(128'000);
    Money shipping = won(3'000);
    Timestamp created_at{1'769'850'000'123'456};
    std::optional<std::string> note;
    bool gift = false;
    std::int64_t version = 7;
};
BOOST_DESCRIBE_STRUCT(SampleOrder, (),
                      (id, member_id, number, title, email, method, total, shipping, created_at,
                       note, gift, version))

inline SampleOrder sample_order() {
    SampleOrder order;
    order.note = "문 앞에 놓아 주세요";
    return order;
}

struct SampleEvent {
    OrderId order_id{*uuid_of_base32("01h455vb4pex5vsknk084sn02q")};
    ReservationId reservation_id{*uuid_of_base32("01h455vb4pex5vsknk084sn02q")};
    std::int64_t version = 3;
    Timestamp reserved_at{1'769'850'000'123'456};
    Money total = won(128'000);
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SampleEvent, (),
                      (order_id, reservation_id, version, reserved_at, total, reason))

}  // namespace jangteo::bench
