#include "delivery/in/http_shipments.hpp"

#include "delivery/in/shipment_views.hpp"
#include "runtime/page.hpp"

namespace jangteo::delivery {
namespace {

using contracts::ShipmentView;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::RouteInfo;

constexpr Words no_such_shipment{"배송을 찾을 수 없습니다.", "There is no such shipment."};
constexpr Words has_changed{"그동안 배송이 바뀌었습니다.", "The shipment has changed meanwhile."};
constexpr Words not_waiting{"발송 준비 중인 배송이 아닙니다.",
                            "The shipment does not wait to be shipped."};

constexpr runtime::Refusal<EnterTrackingNumberRejection> tracking_refusals[] = {
    {EnterTrackingNumberRejection::shipment_not_found, 404, no_such_shipment},
    {EnterTrackingNumberRejection::version_mismatch, 412, has_changed},
    {EnterTrackingNumberRejection::not_ready, 409, not_waiting},
    {EnterTrackingNumberRejection::invalid_tracking_number,
     422,
     {"운송장 번호가 아닙니다.", "This is not a tracking number."}},
};

constexpr runtime::Refusal<BookShipmentRejection> book_refusals[] = {
    {BookShipmentRejection::shipment_not_found, 404, no_such_shipment},
    {BookShipmentRejection::version_mismatch, 412, has_changed},
    {BookShipmentRejection::not_ready, 409, not_waiting},
};

constexpr runtime::Refusal<MarkShipmentRejection> mark_refusals[] = {
    {MarkShipmentRejection::shipment_not_found, 404, no_such_shipment},
    {MarkShipmentRejection::version_mismatch, 412, has_changed},
    {MarkShipmentRejection::carrier_is_tracked,
     409,
     {"배송 완료는 택배사의 배송 조회로 정해집니다.",
      "The carrier's tracking says when this parcel has arrived."}},
    {MarkShipmentRejection::not_on_its_way,
     409,
     {"배송 중이 아닙니다.", "The shipment is not on its way."}},
    {MarkShipmentRejection::not_forward,
     409,
     {"배송 상태는 되돌릴 수 없습니다.", "A shipment does not go back."}},
};

constexpr runtime::Roles sellers_and_operators = runtime::sellers | runtime::operators;

ShipmentActor actor_of(const Call& call) {
    return {call.principal.enterprise, call.principal.is(runtime::Role::operator_)};
}

WantedShipment wanted_by(const Call& call) {
    return {actor_of(call), call.path_id<ShipmentId>("shipment_id"), call.if_match};
}

ShipmentStatus status_of(contracts::ManualShipmentStatus status) {
    switch (status) {
        case contracts::ManualShipmentStatus::in_transit: return ShipmentStatus::in_transit;
        case contracts::ManualShipmentStatus::out_for_delivery:
            return ShipmentStatus::out_for_delivery;
        case contracts::ManualShipmentStatus::delivered: return ShipmentStatus::delivered;
        case contracts::ManualShipmentStatus::returned: break;
    }
    return ShipmentStatus::returned;
}

RouteInfo seller_command(std::string_view path, std::string_view name, std::string_view summary) {
    return {.method = Method::post,
            .path = path,
            .name = name,
            .summary = summary,
            .roles = sellers_and_operators,
            .key = runtime::KeyPolicy::optional,
            .answer = &codec::shape_of<ShipmentView>()};
}

}  // namespace

void HttpShipments::install(runtime::Routes& routes) {
    install_reads(routes);
    install_commands(routes);
}

void HttpShipments::install_reads(runtime::Routes& routes) {
    routes.query({.path = "/v1/seller/shipments",
                  .name = "list_shipments",
                  .summary = "The enterprise's shipments, newest first; operators see all",
                  .roles = sellers_and_operators,
                  .answer = &codec::shape_of<runtime::Page<ShipmentView>>(),
                  .query = {{"limit", "1 to 100, 25 by default"},
                            {"cursor", "meta.next_cursor of the page before"},
                            {"filter[status]", "one status, e.g. ready"},
                            {"filter[needs_attention]", "true: what waits for somebody"}}},
                 [this](sql::Connection& db, const Call& call) { return list(db, call); });
    routes.query({.path = "/v1/seller/shipments/{shipment_id}",
                  .name = "get_shipment",
                  .summary = "A shipment with its recipient and tracking events",
                  .roles = sellers_and_operators,
                  .answer = &codec::shape_of<ShipmentView>()},
                 [this](sql::Connection& db, const Call& call) { return read(db, call); });
    routes.query({.path = "/v1/orders/{order_id}/shipments",
                  .name = "list_order_shipments",
                  .summary = "The shipments of an order, with their tracking events",
                  .answer = &codec::shape_of<runtime::Page<ShipmentView>>(),
                  .query = {{"limit", "1 to 100, 25 by default"},
                            {"cursor", "meta.next_cursor of the page before"}}},
                 [this](sql::Connection& db, const Call& call) { return list_of_order(db, call); });
}

void HttpShipments::install_commands(runtime::Routes& routes) {
    auto tracking = seller_command("/v1/seller/shipments/{shipment_id}/tracking",
                                   "enter_tracking_number", "The seller has shipped it by hand");
    tracking.refusals = {"not_ready", "invalid_tracking_number", "version_mismatch"};
    routes.command<contracts::TrackingNumberBody>(
        tracking, [this](runtime::Transaction& tx, const Call& call,
                         const contracts::TrackingNumberBody& body) {
            auto shipment = by_hand_.handle(
                tx, EnterTrackingNumber{wanted_by(call),
                                        {body.carrier.value, body.tracking_number.value}});
            if (!shipment) return runtime::refuse(call, tracking_refusals, shipment.error());
            return runtime::answer(view_of(*shipment));
        });

    auto booking =
        seller_command("/v1/seller/shipments/{shipment_id}/book", "book_shipment",
                       "Ask the carrier for a parcel, or again about one whose booking got lost");
    booking.success = 202;
    booking.refusals = {"not_ready", "version_mismatch"};
    routes.command(booking, [this](runtime::Transaction& tx, const Call& call) {
        auto shipment = by_hand_.handle(tx, BookShipment{wanted_by(call)});
        if (!shipment) return runtime::refuse(call, book_refusals, shipment.error());
        return runtime::answer(view_of(*shipment), 202);
    });

    auto marking = seller_command("/v1/seller/shipments/{shipment_id}/status", "mark_shipment",
                                  "Say by hand where the parcel is");
    marking.refusals = {"carrier_is_tracked", "not_on_its_way", "not_forward", "version_mismatch"};
    routes.command<
        contracts::ShipmentStatusBody>(marking, [this](runtime::Transaction& tx, const Call& call,
                                                       const contracts::ShipmentStatusBody& body) {
        auto shipment = by_hand_.handle(tx, MarkShipment{wanted_by(call), status_of(body.status)});
        if (!shipment) return runtime::refuse(call, mark_refusals, shipment.error());
        return runtime::answer(view_of(*shipment));
    });
}

HttpAnswer HttpShipments::list(sql::Connection& db, const Call& call) const {
    auto request = runtime::page_request(call);
    if (!request) return request.error();
    ShipmentSlice slice;
    slice.before = request->after;
    slice.limit = request->limit + 1;
    ShipmentActor actor = actor_of(call);
    if (!actor.is_operator) slice.enterprise = actor.enterprise_id;
    if (auto text = call.query_text("filter[status]")) {
        slice.status = codec::parse_enum<ShipmentStatus>(*text);
        if (!slice.status) {
            return runtime::invalid_parameter(
                call, "filter[status]", {"배송 상태가 아닙니다.", "This is no shipment status."});
        }
    }
    if (auto text = call.query_text("filter[needs_attention]")) {
        slice.needs_attention = *text == "true";
        if (!slice.needs_attention) {
            return runtime::invalid_parameter(call, "filter[needs_attention]",
                                              {"true만 쓸 수 있습니다.", "It can only be true."});
        }
    }
    std::vector<ShipmentView> views;
    for (const Shipment& shipment : shipments_.list(db, slice)) views.push_back(view_of(shipment));
    return runtime::page_answer(call, std::move(views), *request, [](const ShipmentView& view) {
        return std::string(view.id.bytes());
    });
}

HttpAnswer HttpShipments::read(sql::Connection& db, const Call& call) const {
    auto shipment = shipments_.find(db, call.path_id<ShipmentId>("shipment_id"));
    if (!shipment || !actor_of(call).may_see(*shipment)) return runtime::not_found(call);
    return runtime::answer(detailed_view_of(db, log_, *shipment));
}

HttpAnswer HttpShipments::list_of_order(sql::Connection& db, const Call& call) const {
    auto request = runtime::page_request(call);
    if (!request) return request.error();
    bool is_operator = call.principal.is(runtime::Role::operator_);
    std::vector<ShipmentView> views;
    for (const Shipment& shipment : shipments_.list_of_order(db, call.path_id<OrderId>("order_id"),
                                                             request->after, request->limit + 1)) {
        // Stopped before it began, so nobody told us whose it is; the other parts do.
        if (shipment.member_id.is_nil()) continue;
        if (!is_operator && shipment.member_id != call.principal.member) {
            return runtime::not_found(call);
        }
        views.push_back(detailed_view_of(db, log_, shipment));
    }
    return runtime::page_answer(call, std::move(views), *request, [](const ShipmentView& view) {
        return std::string(view.enterprise_id.bytes());
    });
}

}  // namespace jangteo::delivery
