#include "payment/out/sql_payment_methods.hpp"

namespace jangteo::payment {
namespace {

const sql::Query select_of_member{
    "SELECT version, body FROM payment_method WHERE member_id = ? AND id > ? AND status <> "
    "'removed' ORDER BY id LIMIT ?"};

}  // namespace

SqlPaymentMethods::SqlPaymentMethods()
    : methods_("payment_method", {runtime::fixed("member_id"), "status"},
               [](const PaymentMethod& method, runtime::Documents<PaymentMethod>::Values& values) {
                   values.emplace_back(method.member_id);
                   values.emplace_back(codec::text_of_enum(method.status));
               }),
      customers_("payment_customer", {},
                 [](const Customer&, runtime::Documents<Customer>::Values&) {}) {}

std::vector<PaymentMethod> SqlPaymentMethods::list_of(sql::Connection& db, const MemberId& member,
                                                      std::string_view after,
                                                      std::int64_t limit) const {
    std::vector<PaymentMethod> methods;
    auto rows = db.query(select_of_member, {member, sql::Bytes{after}, limit});
    while (rows.next()) {
        methods.push_back(
            runtime::Documents<PaymentMethod>::decode(rows.integer(0), rows.bytes(1)));
    }
    return methods;
}

}  // namespace jangteo::payment
