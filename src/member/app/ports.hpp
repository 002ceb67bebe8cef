#pragma once

// What the use cases of the member service need from the outside. The stores take the connection of
// the caller: the lane's transaction in a handler, a read snapshot in a query. They keep nothing in
// memory.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "member/domain/address_book.hpp"
#include "member/domain/login_attempts.hpp"
#include "member/domain/member.hpp"
#include "member/domain/seller_account.hpp"
#include "member/domain/session.hpp"
#include "runtime/clock.hpp"
#include "runtime/ports.hpp"
#include "runtime/sql.hpp"

namespace jangteo::member {

// A piece of a list: what comes after the id whose bytes are `after`, in the order of ids.
struct Slice {
    std::string after;  // "" at the start
    std::int64_t limit = 0;
};

class Members {
  public:
    virtual ~Members() = default;
    virtual std::optional<Member> find(sql::Connection& db, MemberId id) const = 0;
    // `email` in lower case.
    virtual std::optional<Member> find_by_email(sql::Connection& db,
                                                std::string_view email) const = 0;
    virtual void add(sql::Connection& db, Member& member) = 0;
    virtual void save(sql::Connection& db, Member& member) = 0;
    virtual std::vector<Member> list(sql::Connection& db, const Slice& slice) const = 0;
};

class Sessions {
  public:
    virtual ~Sessions() = default;
    virtual std::optional<Session> find(sql::Connection& db, SessionId id) const = 0;
    // Makes room first: sessions of the member that are over go, and the oldest beyond the limit.
    virtual void add(sql::Connection& db, Session& session, Timestamp now) = 0;
    virtual void save(sql::Connection& db, Session& session) = 0;
    virtual void end(sql::Connection& db, SessionId id) = 0;
    // All sessions of the member but `kept`, which may be nil.
    virtual void end_others(sql::Connection& db, MemberId member, SessionId kept) = 0;
    // Those that are not over.
    virtual std::vector<Session> of_member(sql::Connection& db, MemberId member, Timestamp now,
                                           const Slice& slice) const = 0;
};

class AddressBooks {
  public:
    virtual ~AddressBooks() = default;
    // An empty one when the member has none yet.
    virtual AddressBook of_member(sql::Connection& db, MemberId member) const = 0;
    virtual void save(sql::Connection& db, AddressBook& book) = 0;
};

// By account: a digest of the e-mail address.
class LoginAttemptStore {
  public:
    virtual ~LoginAttemptStore() = default;
    virtual LoginAttempts find(sql::Connection& db, std::string_view account) const = 0;
    // Forgets a few windows that are over with each call, so that the table stays as small as the
    // attack is fresh.
    virtual void save(sql::Connection& db, std::string_view account,
                      const LoginAttempts& attempts) = 0;
    virtual void forget(sql::Connection& db, std::string_view account) = 0;
};

class SellerAccounts {
  public:
    virtual ~SellerAccounts() = default;
    // Without effect when the account is known, even as a removed one.
    virtual void add(sql::Connection& db, const SellerAccount& account) = 0;
    // Remembered also when the account is not known yet.
    virtual void remove(sql::Connection& db, const SellerAccount& account) = 0;
    virtual std::vector<SellerAccount> of_member(sql::Connection& db, MemberId member) const = 0;
};

// A token with which an operator acted for a member.
struct ActingToken {
    EventId id;
    MemberId member_id;
    MemberId operator_id;
    std::string reason;
    Timestamp issued_at;
};

class ActingTokens {
  public:
    virtual ~ActingTokens() = default;
    virtual void add(sql::Connection& db, const ActingToken& token) = 0;
    virtual std::vector<ActingToken> of_member(sql::Connection& db, MemberId member,
                                               const Slice& slice) const = 0;
};

// All of them, for the handlers. Lives as long as the module.
struct MemberPorts {
    Members& members;
    Sessions& sessions;
    AddressBooks& address_books;
    LoginAttemptStore& login_attempts;
    SellerAccounts& seller_accounts;
    ActingTokens& acting_tokens;
    runtime::Tokens& tokens;
    runtime::Passwords& passwords;
    runtime::Digest& digest;
    runtime::Random& random;
};

}  // namespace jangteo::member
