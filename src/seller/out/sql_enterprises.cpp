#include "seller/out/sql_enterprises.hpp"

namespace jangteo::seller {
namespace {

const sql::Query find_business_number{"SELECT 1 FROM seller_enterprise WHERE business_number = ?"};
const sql::Query list_enterprises{
    "SELECT version, body FROM seller_enterprise WHERE id > ? ORDER BY id LIMIT ?"};
const sql::Query list_enterprises_of_status{
    "SELECT version, body FROM seller_enterprise WHERE status = ? AND id > ? ORDER BY id LIMIT ?"};

}  // namespace

SqlEnterprises::SqlEnterprises()
    : documents_("seller_enterprise", {"business_number", "status"},
                 [](const Enterprise& enterprise, std::vector<sql::Value>& values) {
                     values.emplace_back(enterprise.business_number);
                     values.emplace_back(codec::text_of_enum(enterprise.status));
                 }) {}

std::optional<Enterprise> SqlEnterprises::find(sql::Connection& db, EnterpriseId id) const {
    return documents_.find(db, id);
}

bool SqlEnterprises::has_business_number(sql::Connection& db, std::string_view number) const {
    return db.query(find_business_number, {number}).next();
}

void SqlEnterprises::add(sql::Connection& db, Enterprise& enterprise) {
    documents_.add(db, enterprise);
}

void SqlEnterprises::save(sql::Connection& db, Enterprise& enterprise) {
    documents_.save(db, enterprise);
}

std::vector<Enterprise> SqlEnterprises::list(sql::Connection& db,
                                             std::optional<EnterpriseStatus> status,
                                             const Slice& slice) const {
    std::vector<Enterprise> enterprises;
    auto rows = status
                    ? db.query(list_enterprises_of_status,
                               {codec::text_of_enum(*status), sql::Bytes{slice.after}, slice.limit})
                    : db.query(list_enterprises, {sql::Bytes{slice.after}, slice.limit});
    while (rows.next()) enterprises.push_back(documents_.decode(rows.integer(0), rows.bytes(1)));
    return enterprises;
}

}  // namespace jangteo::seller
