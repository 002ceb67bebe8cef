#include "runtime/lease.hpp"

#include "kernel/check.hpp"
#include "kernel/mutant.hpp"

namespace jangteo::runtime {
namespace {

// One lease a store. It does not run out: it ends when another takes it.
const sql::Query take_lease{
    "INSERT INTO runtime_lease (name, holder, epoch, expires_at) VALUES ('writer', ?, 1, ?) "
    "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = runtime_lease.epoch + 1, "
    "expires_at = excluded.expires_at"};
const sql::Query select_lease{"SELECT epoch, holder FROM runtime_lease WHERE name = 'writer'",
                              sql::Query::Waiting::first, sql::Query::Held::rows};

constexpr Timestamp never{INT64_MAX};

}  // namespace

void Lease::take(sql::Connection& db, std::string_view holder) {
    db.begin();
    db.execute(take_lease, {holder, never});
    {
        auto rows = db.query(select_lease);
        check(rows.next(), "a lease that was taken is there");
        epoch_ = rows.integer(0);
    }
    db.commit();
}

void Lease::hold(sql::Connection& db) const {
    if (mutated(Mutant::stale_lease)) return;
    auto rows = db.query(select_lease);
    if (!rows.next()) throw Fenced("the store's lease is gone");
    if (rows.integer(0) == epoch_) return;
    throw Fenced("the store was taken over by " + std::string(rows.text(1)));
}

}  // namespace jangteo::runtime
