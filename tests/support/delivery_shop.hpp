#pragma once

// A shop with the delivery service, a carrier and a tracking service that answer as they are told.

#include "contracts/delivery/events.hpp"
#include "contracts/order/events.hpp"
#include "delivery/app/carrier_calls.hpp"
#include "delivery/delivery_module.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

using runtime::Outcome;
using runtime::OutcomeKind;

inline Outcome booked_outcome() {
    return {OutcomeKind::done, "",
            codec::encode_avro(delivery::Parcel{"pcl_1", "kr.cjlogistics", "500000000001", false})};
}

class DeliveryShop {
  public:
    explicit DeliveryShop(runtime::Delivery delivery = runtime::Delivery::local)
        : shop(1, delivery), module({}, {shop.metrics, &carrier, &tracking}) {
        module.install(shop.registry);
        shop.registry.publishes<contracts::OrderStatusChanged>();
        shop.registry.publishes<contracts::OrderCancellationRequested>();
        shop.start();
        carrier.respond = [](const runtime::Effect&) { return booked_outcome(); };
        tracking.respond = [this](const runtime::Effect&) {
            return Outcome{OutcomeKind::done, "", codec::encode_avro(report)};
        };
        buyer = shop.new_id<MemberId>();
        enterprise = shop.new_id<EnterpriseId>();
        seller = shop.as_seller(shop.new_id<MemberId>(), enterprise);
    }

    void approve(const OrderId& order) {
        contracts::OrderStatusChanged changed;
        changed.order_id = order;
        changed.member_id = buyer;
        changed.to = contracts::OrderStatus::approved;
        changed.parts = {{enterprise, won(1000), true}};
        if (!other_enterprise.is_nil()) {
            changed.parts.push_back({other_enterprise, won(2000), true});
        }
        changed.recipient = contracts::Recipient{"김", "010", "04524", "서울", ""};
        shop.publish(runtime::subject(order, 5), changed);
    }
    OrderId approved() {
        auto order = shop.new_id<OrderId>();
        approve(order);
        return order;
    }
    CancellationId stop(const OrderId& order) {
        contracts::OrderCancellationRequested requested;
        requested.order_id = order;
        requested.cancellation_id = shop.new_id<CancellationId>();
        requested.stop_shipment = true;
        requested.lines = {{1, shop.new_id<SkuId>(), enterprise, 1},
                           {2, shop.new_id<SkuId>(), enterprise, 1}};
        shop.publish(runtime::subject(order, 6), requested);
        return requested.cancellation_id;
    }
    void scan(delivery::TrackingMove move) {
        delivery::TrackingEvent event;
        event.time = shop.clock.now();
        event.code = codec::text_of_enum(move);
        event.move = move;
        report.events.push_back(event);
    }
    HttpAnswer call(Method method, const std::string& path, const std::string& body = "") {
        auto answer = shop.call(method, path, body, seller);
        shop.settle();
        return answer;
    }
    std::string only_shipment() {
        auto list = call(Method::get, "/v1/seller/shipments");
        return list.body.substr(list.body.find("shp_"), 30);
    }
    HttpAnswer set_manual() {
        return call(Method::put, "/v1/seller/shipping-policy",
                    R"({"mode":"manual","carrier":"my.bike"})");
    }

    StubExecutor carrier;
    StubExecutor tracking;
    delivery::TrackingReport report;
    TestShop shop;
    delivery::DeliveryModule module;
    MemberId buyer;
    EnterpriseId enterprise;
    EnterpriseId other_enterprise;  // nil: the orders have one part
    std::string seller;
};

inline bool has(const HttpAnswer& answer, std::string_view word) {
    return answer.body.find(word) != std::string::npos;
}

}  // namespace jangteo::test
