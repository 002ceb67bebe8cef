#pragma once

// EnsureMember: somebody must be there to verify the first enterprise, and a demonstration wants
// its people. Without effect once the member is there.

#include "member/app/register_member.hpp"

namespace jangteo::member {

struct EnsureMember {
    std::string email;
    std::string name;
    std::string password_hash;  // used only when the member is new
    Grant grant = Grant::nothing;
};

class EnsureMemberHandler {
  public:
    explicit EnsureMemberHandler(const MemberPorts& ports) : ports_(ports), register_(ports) {}

    // A member who has this address keeps the password and is given the rights that are missing.
    MemberId handle(runtime::Transaction& tx, const EnsureMember& command);

  private:
    const MemberPorts& ports_;
    RegisterMemberHandler register_;
};

}  // namespace jangteo::member
