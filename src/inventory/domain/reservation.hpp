#pragma once

// Reservation: what an order holds, line by line, and where each unit of it went. Every unit of a
// line is at any time in exactly one of the counters below `quantity`, so it ends once (S3):
//
//   held ──commit──> committed ──cancel──> restored | written_off
//    │ cancel → released
//    └ expire → expired ──commit, if there is stock again──> committed
//
// Decisions change the reservation and return what the stock units must do, summed per SKU and in
// the order of their ids: two writers then wait for each other instead of dead-locking.

#include <boost/describe.hpp>

#include <cstdint>
#include <span>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::inventory {

// One line of an order takes from 1 to this many.
inline constexpr std::int64_t line_quantity_max = 1'000'000;
// A payment that completes at its deadline may be heard of a little later.
inline constexpr Duration expiry_grace = minutes(10);

struct ReservedLine {
    std::int64_t line = 0;  // its number in the order
    SkuId sku_id;
    EnterpriseId enterprise_id;
    std::int64_t quantity = 0;
    std::int64_t held = 0;
    std::int64_t committed = 0;
    std::int64_t released = 0;
    std::int64_t expired = 0;
    std::int64_t restored = 0;
    std::int64_t written_off = 0;
};
BOOST_DESCRIBE_STRUCT(ReservedLine, (),
                      (line, sku_id, enterprise_id, quantity, held, committed, released, expired,
                       restored, written_off))

// What an order wants of one SKU, over all its lines.
struct Demand {
    SkuId sku_id;
    std::int64_t quantity = 0;
    bool reservable = true;  // false when a line asks for less than 1 or more than the limit
};

// Sums the lines, so that splitting a line or repeating a SKU changes nothing (S7). In the order of
// the ids.
std::vector<Demand> demand_of(std::span<const ReservedLine> lines);

// What one stock unit must do for a decision.
struct StockChange {
    SkuId sku_id;
    std::int64_t commit = 0;  // of what is held
    std::int64_t deduct = 0;  // of what is free
    std::int64_t release = 0;
    std::int64_t restore = 0;
    std::int64_t write_off = 0;

    bool moves_anything() const { return commit + deduct + release + restore + write_off > 0; }
};

struct CancelledQuantity {
    std::int64_t line = 0;
    std::int64_t quantity = 0;
};

enum class CancelledGoods { come_back, are_lost };

enum class ReservationOutcome { reserved, rejected };
BOOST_DESCRIBE_ENUM(ReservationOutcome, reserved, rejected)

struct Reservation {
    OrderId id;
    std::int64_t version = 0;
    ReservationId reservation_id;
    ReservationOutcome outcome = ReservationOutcome::reserved;
    Timestamp expires_at;
    std::vector<ReservedLine> lines;            // none when rejected
    std::vector<CancellationId> cancellations;  // done, so that each is done once

    static Reservation reserve(const OrderId& order, const ReservationId& id,
                               std::vector<ReservedLine> lines, Timestamp expires_at);
    static Reservation reject(const OrderId& order, const ReservationId& id);

    // What a commit of these sellers' parts must find again, because it expired.
    std::vector<Demand> demand_to_commit(std::span<const EnterpriseId> approved) const;
    std::vector<StockChange> commit(std::span<const EnterpriseId> approved);

    bool has_handled(const CancellationId& cancellation) const;
    std::vector<StockChange> cancel(const CancellationId& cancellation,
                                    std::span<const CancelledQuantity> lines, CancelledGoods goods);

    std::vector<StockChange> expire();

    bool holds_anything() const;
};
BOOST_DESCRIBE_STRUCT(Reservation, (),
                      (id, reservation_id, outcome, expires_at, lines, cancellations))

}  // namespace jangteo::inventory
