#pragma once

#include "member/app/ports.hpp"

namespace jangteo::member {

class SqlSellerAccounts final : public SellerAccounts {
  public:
    void add(sql::Connection& db, const SellerAccount& account) override;
    void remove(sql::Connection& db, const SellerAccount& account) override;
    std::vector<SellerAccount> of_member(sql::Connection& db, MemberId member) const override;
};

class SqlActingTokens final : public ActingTokens {
  public:
    void add(sql::Connection& db, const ActingToken& token) override;
    std::vector<ActingToken> of_member(sql::Connection& db, MemberId member,
                                       const Slice& slice) const override;
};

}  // namespace jangteo::member
