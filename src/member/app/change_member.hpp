#pragma once

#include <expected>

#include "member/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

enum class ChangeMemberRejection { unknown_member, version_mismatch };
BOOST_DESCRIBE_ENUM(ChangeMemberRejection, unknown_member, version_mismatch)

struct ChangeMember {
    MemberId member_id;
    ProfileChange change;
    std::optional<std::int64_t> wanted_version;
};

class ChangeMemberHandler {
  public:
    explicit ChangeMemberHandler(const MemberPorts& ports) : ports_(ports) {}

    std::expected<Member, ChangeMemberRejection> handle(runtime::Transaction& tx,
                                                        const ChangeMember& command);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
