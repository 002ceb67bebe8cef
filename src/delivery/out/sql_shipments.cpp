#include "delivery/out/sql_shipments.hpp"

namespace jangteo::delivery {
namespace {

const sql::Query insert_part{
    "INSERT INTO delivery_part (order_head, enterprise_id, shipment_head) VALUES (?, ?, ?) "
    "ON CONFLICT (order_head, enterprise_id) DO NOTHING"};
const sql::Query select_part{
    "SELECT s.version, s.body FROM delivery_part AS p "
    "JOIN delivery_shipment AS s ON s.id_head = p.shipment_head "
    "WHERE p.order_head = ? AND p.enterprise_id = ?"};
const sql::Query select_of_order{
    "SELECT s.version, s.body FROM delivery_part AS p "
    "JOIN delivery_shipment AS s ON s.id_head = p.shipment_head "
    "WHERE p.order_head = ? AND p.enterprise_id > ? ORDER BY p.enterprise_id LIMIT ?"};
// More parcels than this with one number do not happen: numbers come back after months.
const sql::Query select_by_number{
    "SELECT version, body FROM delivery_shipment WHERE tracking_number = ? AND "
    "tracking_number <> '' ORDER BY id_head DESC LIMIT 8"};

// The lists walk the ids; the status only filters ('' for any), because an index by status would
// cost every step of every shipment more than these lists are asked for.
const sql::Query select_all{
    "SELECT version, body FROM delivery_shipment WHERE id_head < ? "
    "AND (? = '' OR status = ?) ORDER BY id_head DESC LIMIT ?"};
const sql::Query select_attention{
    "SELECT version, body FROM delivery_shipment WHERE attention = 1 AND id_head < ? "
    "AND (? = '' OR status = ?) ORDER BY id_head DESC LIMIT ?"};
const sql::Query select_of_enterprise{
    "SELECT s.version, s.body FROM delivery_part AS p "
    "JOIN delivery_shipment AS s ON s.id_head = p.shipment_head WHERE p.enterprise_id = ? "
    "AND p.shipment_head < ? AND (? = '' OR s.status = ?) "
    "ORDER BY p.shipment_head DESC LIMIT ?"};
const sql::Query select_attention_of_enterprise{
    "SELECT version, body FROM delivery_shipment WHERE attention = 1 AND enterprise_id = ? "
    "AND id_head < ? AND (? = '' OR status = ?) ORDER BY id_head DESC LIMIT ?"};

const sql::Query insert_event{
    "INSERT INTO delivery_tracking_event (shipment_id, happened_at, code, location, "
    "description) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"};
const sql::Query select_events{
    "SELECT happened_at, code, location, description FROM delivery_tracking_event WHERE "
    "shipment_id = ? ORDER BY happened_at, code, location LIMIT 500"};

std::vector<Shipment> shipments_of(sql::Rows rows) {
    std::vector<Shipment> shipments;
    while (rows.next()) {
        shipments.push_back(runtime::Documents<Shipment>::decode(rows.integer(0), rows.bytes(1)));
    }
    return shipments;
}

}  // namespace

SqlShipments::SqlShipments()
    : documents_(
          "delivery_shipment",
          {runtime::fixed("enterprise_id"), "status", "attention", "tracking_number"},
          [](const Shipment& shipment, runtime::Documents<Shipment>::Values& values) {
              values.emplace_back(shipment.enterprise_id);
              values.emplace_back(codec::text_of_enum(shipment.status));
              values.emplace_back(shipment.needs_attention());
              values.emplace_back(shipment.tracking_number);
          },
          runtime::KeyedBy::head) {}

std::optional<Shipment> SqlShipments::find_part(sql::Connection& db, const OrderId& order,
                                                const EnterpriseId& enterprise) const {
    auto rows = db.query(select_part, {order.head(), enterprise});
    if (!rows.next()) return std::nullopt;
    return runtime::Documents<Shipment>::decode(rows.integer(0), rows.bytes(1));
}

bool SqlShipments::add(sql::Connection& db, Shipment& shipment) const {
    bool is_new = db.changes_one(
        insert_part, {shipment.order_id.head(), shipment.enterprise_id, shipment.id.head()});
    if (is_new) documents_.add(db, shipment);
    return is_new;
}

std::vector<Shipment> SqlShipments::list_of_order(sql::Connection& db, const OrderId& order,
                                                  std::string_view after,
                                                  std::int64_t limit) const {
    return shipments_of(db.query(select_of_order, {order.head(), sql::Bytes{after}, limit}));
}

std::vector<Shipment> SqlShipments::list_by_number(sql::Connection& db,
                                                   std::string_view tracking_number) const {
    return shipments_of(db.query(select_by_number, {tracking_number}));
}

std::vector<Shipment> SqlShipments::list(sql::Connection& db, const ShipmentSlice& slice) const {
    const std::int64_t bound =
        slice.before.empty() ? INT64_MAX : ShipmentId::from_bytes(slice.before).head();
    std::string_view status = slice.status ? codec::text_of_enum(*slice.status) : "";
    // A ready shipment always waits for somebody.
    bool is_attention = slice.needs_attention || slice.status == ShipmentStatus::ready;
    if (!slice.enterprise) {
        const auto& query = is_attention ? select_attention : select_all;
        return shipments_of(db.query(query, {bound, status, status, slice.limit}));
    }
    const auto& query = is_attention ? select_attention_of_enterprise : select_of_enterprise;
    return shipments_of(db.query(query, {*slice.enterprise, bound, status, status, slice.limit}));
}

void SqlTrackingLog::add(sql::Connection& db, const ShipmentId& shipment,
                         const TrackingEvent& event) const {
    db.execute(insert_event, {shipment, event.time.value_or(Timestamp{}), event.code,
                              event.location, event.description});
}

std::vector<TrackingEvent> SqlTrackingLog::list(sql::Connection& db,
                                                const ShipmentId& shipment) const {
    std::vector<TrackingEvent> events;
    auto rows = db.query(select_events, {shipment});
    while (rows.next()) {
        TrackingEvent event;
        if (rows.integer(0) != 0) event.time = rows.time(0);
        event.code = rows.text(1);
        event.location = rows.text(2);
        event.description = rows.text(3);
        events.push_back(std::move(event));
    }
    return events;
}

SqlShippingPolicies::SqlShippingPolicies()
    : documents_("delivery_policy", {},
                 [](const ShippingPolicy&, runtime::Documents<ShippingPolicy>::Values&) {}) {}

}  // namespace jangteo::delivery
