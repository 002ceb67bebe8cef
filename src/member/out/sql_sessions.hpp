#pragma once

#include "member/app/ports.hpp"
#include "runtime/documents.hpp"

namespace jangteo::member {

class SqlSessions final : public Sessions {
  public:
    SqlSessions();

    std::optional<Session> find(sql::Connection& db, SessionId id) const override;
    void add(sql::Connection& db, Session& session, Timestamp now) override;
    void save(sql::Connection& db, Session& session) override;
    void end(sql::Connection& db, SessionId id) override;
    void end_others(sql::Connection& db, MemberId member, SessionId kept) override;
    std::vector<Session> of_member(sql::Connection& db, MemberId member, Timestamp now,
                                   const Slice& slice) const override;

  private:
    runtime::Documents<Session> documents_;
};

class SqlLoginAttempts final : public LoginAttemptStore {
  public:
    LoginAttempts find(sql::Connection& db, std::string_view account) const override;
    void save(sql::Connection& db, std::string_view account,
              const LoginAttempts& attempts) override;
    void forget(sql::Connection& db, std::string_view account) override;
};

}  // namespace jangteo::member
