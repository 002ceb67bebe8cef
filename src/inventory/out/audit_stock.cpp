#include "inventory/out/audit_stock.hpp"

#include <algorithm>
#include <unordered_map>

#include "inventory/domain/reservation.hpp"
#include "runtime/documents.hpp"

namespace jangteo::inventory {
namespace {

const sql::Query select_reservations{"SELECT id_head, body FROM inventory_reservation"};
const sql::Query select_units{
    "SELECT sku_id, on_hand, reserved, initial, restocked, adjusted, restored, deducted, "
    "written_off "
    "FROM inventory_stock_unit"};

// What the reservations say of one stock unit.
struct Reserved {
    std::int64_t held = 0;
    std::int64_t deducted = 0;
    std::int64_t restored = 0;
    std::int64_t written_off = 0;
};

using ReservedBySku = std::unordered_map<SkuId, Reserved>;

bool counts_agree(const ReservedLine& line) {
    bool not_negative = line.held >= 0 && line.committed >= 0 && line.released >= 0 &&
                        line.expired >= 0 && line.restored >= 0 && line.written_off >= 0;
    return not_negative && line.held + line.committed + line.released + line.expired +
                                   line.restored + line.written_off ==
                               line.quantity;
}

void audit_reservation(const Reservation& reservation, ReservedBySku& by_sku,
                       runtime::Audit& audit) {
    runtime::OrderFacts& facts = audit.orders[reservation.id];
    facts.reserved = reservation.outcome == ReservationOutcome::reserved;
    for (const ReservedLine& line : reservation.lines) {
        audit.expect(
            "S3", "each reserved unit ends exactly once", counts_agree(line), reservation.id.text(),
            "the counters of line " + std::to_string(line.line) + " do not sum to its quantity");
        Reserved& sums = by_sku[line.sku_id];
        sums.held += line.held;
        sums.deducted += line.committed + line.restored + line.written_off;
        sums.restored += line.restored;
        sums.written_off += line.written_off;
        facts.units_held += line.held;
        facts.units_committed += line.committed;
    }
}

void audit_units(sql::Connection& db, const ReservedBySku& by_sku, runtime::Audit& audit) {
    std::size_t found_units = 0;
    auto rows = db.query(select_units);
    while (rows.next()) {
        SkuId sku = rows.id<SkuId>(0);
        found_units += by_sku.contains(sku) ? 1 : 0;
        std::string id = sku.text();
        std::int64_t on_hand = rows.integer(1);
        std::int64_t reserved = rows.integer(2);
        audit.expect("S1", "on hand, reserved and available are not negative",
                     on_hand >= 0 && reserved >= 0 && on_hand >= reserved, id, "oversold");
        std::int64_t in = rows.integer(3) + rows.integer(4) + rows.integer(5) + rows.integer(6);
        audit.expect("S2", "what came in is on hand or was deducted",
                     in == on_hand + rows.integer(7), id,
                     "initial + restocked + adjusted + restored differs from on hand + deducted");
        auto found = by_sku.find(sku);
        Reserved sums = found == by_sku.end() ? Reserved{} : found->second;
        audit.expect("S2", "reserved is the sum of live reservations", reserved == sums.held, id,
                     std::to_string(reserved) + " against " + std::to_string(sums.held));
        audit.expect("S2", "deducted, restored and written off are the reservations' sums",
                     rows.integer(7) == sums.deducted && rows.integer(6) == sums.restored &&
                         rows.integer(8) == sums.written_off,
                     id, "the unit's counters differ from its reservations'");
    }
    audit.expect("S2", "whatever is reserved has its stock unit", found_units == by_sku.size(),
                 "stock units", std::to_string(by_sku.size() - found_units) + " are missing");
}

}  // namespace

void audit_stock(sql::Connection& db, runtime::Audit& audit) {
    ReservedBySku by_sku;
    {
        auto rows = db.query(select_reservations);
        while (rows.next()) {
            auto reservation = codec::decode_avro<Reservation>(rows.bytes(1));
            audit.expect("D4", "reservations decode", reservation.has_value(),
                         "reservation " + std::to_string(rows.integer(0)), "its bytes are damaged");
            if (reservation) audit_reservation(*reservation, by_sku, audit);
        }
    }
    audit_units(db, by_sku, audit);
}

}  // namespace jangteo::inventory
