#pragma once

// The member service's only door: its routes, its reactions, its schema. Owns its stores and
// handlers; lives as long as the registry that it was installed in.

#include <memory>
#include <string>

#include "runtime/clock.hpp"
#include "runtime/ports.hpp"
#include "runtime/registry.hpp"

namespace jangteo::member {

// Somebody who is there from the first start on.
struct FirstMember {
    std::string email;  // lower case
    std::string name;
    std::string password_hash;
};

class MemberModule {
  public:
    struct Ports {
        runtime::Tokens& tokens;
        runtime::Passwords& passwords;
        runtime::Digest& digest;
        runtime::Random& random;
    };

    explicit MemberModule(Ports ports);
    ~MemberModule();

    void install(runtime::Registry& registry);

    // False until the first operator is made.
    bool has_members(sql::Connection& db) const;

    // Both are without effect when there is a member with the address; an operator's rights are
    // then added to it. For the first start and for demonstrations; the hash is made outside, as it
    // is slow.
    MemberId ensure_operator(runtime::Transaction& tx, const FirstMember& who);
    MemberId ensure_member(runtime::Transaction& tx, const FirstMember& who);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jangteo::member
