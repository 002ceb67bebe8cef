#include "catalog/out/sql_enterprises.hpp"

namespace jangteo::catalog {
namespace {

const sql::Query select_verified{"SELECT verified FROM catalog_enterprise WHERE id = ?"};
const sql::Query upsert_verified{
    "INSERT INTO catalog_enterprise (id, name, verified) VALUES (?, ?, 1) "
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, verified = 1"};
const sql::Query update_rejected{"UPDATE catalog_enterprise SET verified = 0 WHERE id = ?"};

}  // namespace

bool SqlEnterprises::is_verified(sql::Connection& db, const EnterpriseId& id) {
    auto rows = db.query(select_verified, {id});
    return rows.next() && rows.integer(0) != 0;
}

void SqlEnterprises::verify(sql::Connection& db, const EnterpriseId& id, std::string_view name) {
    db.execute(upsert_verified, {id, name});
}

void SqlEnterprises::reject(sql::Connection& db, const EnterpriseId& id) {
    db.execute(update_rejected, {id});
}

}  // namespace jangteo::catalog
