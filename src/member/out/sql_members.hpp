#pragma once

#include "member/app/ports.hpp"
#include "runtime/documents.hpp"

namespace jangteo::member {

class SqlMembers final : public Members {
  public:
    SqlMembers();

    std::optional<Member> find(sql::Connection& db, MemberId id) const override;
    std::optional<Member> find_by_email(sql::Connection& db, std::string_view email) const override;
    void add(sql::Connection& db, Member& member) override;
    void save(sql::Connection& db, Member& member) override;
    std::vector<Member> list(sql::Connection& db, const Slice& slice) const override;

  private:
    runtime::Documents<Member> documents_;
};

class SqlAddressBooks final : public AddressBooks {
  public:
    SqlAddressBooks();

    AddressBook of_member(sql::Connection& db, MemberId member) const override;
    void save(sql::Connection& db, AddressBook& book) override;

  private:
    runtime::Documents<AddressBook> documents_;
};

}  // namespace jangteo::member
