#include "member/out/sql_seller_accounts.hpp"

#include "contracts/codec/shape.hpp"

namespace jangteo::member {
namespace {

const sql::Query add_account{
    "INSERT INTO member_seller_account (id, member_id, enterprise_id, role, removed) VALUES (?, ?, "
    "?, ?, 0) "
    "ON CONFLICT (id) DO NOTHING"};
const sql::Query remove_account{
    "INSERT INTO member_seller_account (id, member_id, enterprise_id, role, removed) VALUES (?, ?, "
    "?, ?, 1) "
    "ON CONFLICT (id) DO UPDATE SET removed = 1"};
const sql::Query list_accounts{
    "SELECT id, enterprise_id, role FROM member_seller_account WHERE member_id = ? AND removed = 0 "
    "ORDER BY id"};

const sql::Query add_acting_token{
    "INSERT INTO member_acting_token (id, member_id, operator_id, reason, issued_at) VALUES (?, ?, "
    "?, ?, ?)"};
const sql::Query list_acting_tokens{
    "SELECT id, operator_id, reason, issued_at FROM member_acting_token WHERE member_id = ? AND id "
    "> ? "
    "ORDER BY id LIMIT ?"};

void write_account(sql::Connection& db, const sql::Query& query, const SellerAccount& account) {
    db.execute(query, {account.id, account.member_id, account.enterprise_id,
                       codec::text_of_enum(account.role)});
}

}  // namespace

void SqlSellerAccounts::add(sql::Connection& db, const SellerAccount& account) {
    write_account(db, add_account, account);
}

void SqlSellerAccounts::remove(sql::Connection& db, const SellerAccount& account) {
    write_account(db, remove_account, account);
}

std::vector<SellerAccount> SqlSellerAccounts::of_member(sql::Connection& db,
                                                        MemberId member) const {
    std::vector<SellerAccount> accounts;
    auto rows = db.query(list_accounts, {member});
    while (rows.next()) {
        accounts.push_back(
            {rows.id<SellerAccountId>(0), rows.id<EnterpriseId>(1), member,
             codec::parse_enum<SellerRole>(rows.text(2)).value_or(SellerRole::staff)});
    }
    return accounts;
}

void SqlActingTokens::add(sql::Connection& db, const ActingToken& token) {
    db.execute(add_acting_token,
               {token.id, token.member_id, token.operator_id, token.reason, token.issued_at});
}

std::vector<ActingToken> SqlActingTokens::of_member(sql::Connection& db, MemberId member,
                                                    const Slice& slice) const {
    std::vector<ActingToken> tokens;
    auto rows = db.query(list_acting_tokens, {member, sql::Bytes{slice.after}, slice.limit});
    while (rows.next()) {
        tokens.push_back({rows.id<EventId>(0), member, rows.id<MemberId>(1),
                          std::string(rows.text(2)), rows.time(3)});
    }
    return tokens;
}

}  // namespace jangteo::member
