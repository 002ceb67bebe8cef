#pragma once

#include <expected>

#include "member/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

enum class IssueActingTokenRejection {
    unknown_member,
    member_disabled,
    member_is_operator,
    not_of_enterprise
};
BOOST_DESCRIBE_ENUM(IssueActingTokenRejection, unknown_member, member_disabled, member_is_operator,
                    not_of_enterprise)

struct IssueActingToken {
    MemberId member_id;
    MemberId operator_id;
    std::string reason;
    std::optional<EnterpriseId> enterprise_id;
};

// A token to act for a member: it says who acts, belongs to no session and cannot be refreshed.
// Each is on record.
class IssueActingTokenHandler {
  public:
    explicit IssueActingTokenHandler(const MemberPorts& ports) : ports_(ports) {}

    std::expected<std::string, IssueActingTokenRejection> handle(runtime::Transaction& tx,
                                                                 const IssueActingToken& command);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
