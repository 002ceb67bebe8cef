#include "runtime/lease.hpp"

#include "kernel/check.hpp"
#include "kernel/mutant.hpp"

namespace jangteo::runtime {
namespace {

// One lease a store.
const sql::Query insert_lease{
    "INSERT INTO runtime_lease (name, holder, epoch, expires_at) VALUES ('writer', '', 0, ?) "
    "ON CONFLICT (name) DO NOTHING"};
const sql::Query take_lease{
    "UPDATE runtime_lease SET holder = ?, epoch = epoch + 1 WHERE name = 'writer'"};
const sql::Query select_lease{"SELECT epoch, holder FROM runtime_lease WHERE name = 'writer'",
                              sql::Query::Waiting::first, sql::Query::Held::rows};
const sql::Query upsert_writer{
    "INSERT INTO runtime_writer (one, host, url, beat) VALUES (1, ?, ?, 0) "
    "ON CONFLICT (one) DO UPDATE SET host = excluded.host, url = excluded.url"};
const sql::Query raise_beat{"UPDATE runtime_writer SET beat = beat + 1"};
// A holder from before there were others says nothing of itself.
const sql::Query select_seen{
    "SELECT lease.epoch, lease.holder, coalesce(writer.host, ''), coalesce(writer.url, ''), "
    "coalesce(writer.beat, 0) FROM runtime_lease lease LEFT JOIN runtime_writer writer "
    "ON writer.one = 1 WHERE lease.name = 'writer'"};

constexpr Timestamp never{INT64_MAX};

}  // namespace

std::optional<SeenHolder> Lease::seen(sql::Connection& db) {
    auto rows = db.query(select_seen);
    if (!rows.next()) return std::nullopt;
    return SeenHolder{
        rows.integer(0),
        {std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3))},
        rows.integer(4)};
}

bool Lease::take(sql::Connection& db, const Holder& holder, std::optional<std::int64_t> from) {
    db.begin();
    db.execute(insert_lease, {never});
    std::int64_t epoch = 0;
    {
        auto rows = db.query(select_lease);
        check(rows.next(), "a lease that was made is there");
        epoch = rows.integer(0);
    }
    if (from && *from != epoch) {
        db.rollback();
        return false;
    }
    db.execute(take_lease, {holder.words});
    db.execute(upsert_writer, {holder.host, holder.url});
    db.commit();
    epoch_ = epoch + 1;
    return true;
}

void Lease::release(sql::Connection& db) {
    db.begin();
    hold(db);
    db.execute(upsert_writer, {"", ""});
    db.commit();
}

void Lease::beat(sql::Connection& db) { db.execute(raise_beat); }

void Lease::hold(sql::Connection& db) const {
    if (mutated(Mutant::stale_lease)) return;
    auto rows = db.query(select_lease);
    if (!rows.next()) throw Fenced("the store's lease is gone");
    if (rows.integer(0) == epoch_) return;
    throw Fenced("the store was taken over by " + std::string(rows.text(1)));
}

}  // namespace jangteo::runtime
