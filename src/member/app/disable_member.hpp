#pragma once

#include <expected>

#include "member/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

struct DisableMember {
    MemberId member_id;
    MemberId by;  // the member or an operator
};

// Ends every session with it.
class DisableMemberHandler {
  public:
    explicit DisableMemberHandler(const MemberPorts& ports) : ports_(ports) {}

    std::expected<Member, DisableMemberRejection> handle(runtime::Transaction& tx,
                                                         const DisableMember& command);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
