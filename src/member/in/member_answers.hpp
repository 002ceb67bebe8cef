#pragma once

// What several routes of the member service answer and refuse alike.

#include "contracts/member/members.hpp"
#include "member/app/register_member.hpp"
#include "runtime/call.hpp"
#include "runtime/page.hpp"

namespace jangteo::member {

inline constexpr runtime::Refusal<RegisterMemberRejection> register_refusals[] = {
    {RegisterMemberRejection::email_taken,
     409,
     {"이미 가입한 이메일입니다.", "There is a member with this e-mail address."}},
};

inline constexpr runtime::Refusal<DisableMemberRejection> disable_refusals[] = {
    {DisableMemberRejection::unknown_member,
     404,
     {"그런 회원이 없습니다.", "There is no such member."}},
    {DisableMemberRejection::already_disabled,
     409,
     {"이미 막힌 계정입니다.", "The account is disabled already."}},
    {DisableMemberRejection::cannot_disable_self,
     409,
     {"운영자의 계정은 다른 운영자만 막을 수 있습니다.",
      "Only another operator can disable an operator."}},
};

contracts::MemberAnswer member_answer(sql::Connection& db, const MemberPorts& ports,
                                      const Member& member);

// 429 with Retry-After.
runtime::HttpAnswer too_many_attempts(const runtime::Call& call, Duration retry_after);

// An operator who acts for a member may not touch what only the member should hold: password,
// sessions, the account.
inline bool acts_for_another(const runtime::Call& call) { return !call.principal.actor.is_nil(); }

inline Slice slice_of(const runtime::PageRequest& request) {
    return {request.after, request.limit + 1};
}

}  // namespace jangteo::member
