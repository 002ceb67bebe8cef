#include "member/out/sql_members.hpp"

namespace jangteo::member {
namespace {

const sql::Query find_member_by_email{"SELECT version, body FROM member_member WHERE email = ?"};
const sql::Query list_members{
    "SELECT version, body FROM member_member WHERE id > ? ORDER BY id LIMIT ?"};

}  // namespace

SqlMembers::SqlMembers()
    : documents_("member_member", {"email"},
                 [](const Member& member, std::vector<sql::Value>& values) {
                     values.emplace_back(member.email);
                 }) {}

std::optional<Member> SqlMembers::find(sql::Connection& db, MemberId id) const {
    return documents_.find(db, id);
}

std::optional<Member> SqlMembers::find_by_email(sql::Connection& db, std::string_view email) const {
    auto rows = db.query(find_member_by_email, {email});
    if (!rows.next()) return std::nullopt;
    return documents_.decode(rows.integer(0), rows.bytes(1));
}

void SqlMembers::add(sql::Connection& db, Member& member) { documents_.add(db, member); }

void SqlMembers::save(sql::Connection& db, Member& member) { documents_.save(db, member); }

std::vector<Member> SqlMembers::list(sql::Connection& db, const Slice& slice) const {
    std::vector<Member> members;
    auto rows = db.query(list_members, {sql::Bytes{slice.after}, slice.limit});
    while (rows.next()) members.push_back(documents_.decode(rows.integer(0), rows.bytes(1)));
    return members;
}

SqlAddressBooks::SqlAddressBooks()
    : documents_("member_address_book", {}, [](const AddressBook&, std::vector<sql::Value>&) {}) {}

AddressBook SqlAddressBooks::of_member(sql::Connection& db, MemberId member) const {
    if (auto book = documents_.find(db, member)) return std::move(*book);
    AddressBook empty;
    empty.id = member;
    return empty;
}

void SqlAddressBooks::save(sql::Connection& db, AddressBook& book) {
    if (book.version == 0) {
        documents_.add(db, book);
    } else {
        documents_.save(db, book);
    }
}

}  // namespace jangteo::member
