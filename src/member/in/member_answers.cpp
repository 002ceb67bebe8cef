#include "member/in/member_answers.hpp"

#include "member/app/access_tokens.hpp"

namespace jangteo::member {

contracts::MemberAnswer member_answer(sql::Connection& db, const MemberPorts& ports,
                                      const Member& member) {
    auto accounts = ports.seller_accounts.of_member(db, member.id);
    contracts::MemberAnswer answer;
    answer.id = member.id;
    answer.email = member.email;
    answer.name = member.name;
    answer.phone = member.phone;
    answer.status = codec::text_of_enum(member.status);
    answer.roles = role_names(principal_of(member, choose_account(accounts, std::nullopt)).roles);
    for (const SellerAccount& account : accounts) {
        answer.seller_accounts.push_back(
            {account.enterprise_id, std::string(codec::text_of_enum(account.role))});
    }
    answer.created_at = member.created_at;
    answer.updated_at = member.updated_at;
    answer.version = member.version;
    return answer;
}

runtime::HttpAnswer too_many_attempts(const runtime::Call& call, Duration retry_after) {
    auto answer = runtime::problem(call, 429, "too_many_attempts",
                                   {"비밀번호가 여러 번 틀렸습니다. 잠시 뒤에 다시 시도하세요.",
                                    "The password was wrong too often. Try again later."});
    constexpr std::int64_t us_per_second = 1'000'000;
    std::int64_t wait_seconds = (retry_after.us + us_per_second - 1) / us_per_second;
    answer.headers.push_back({"retry-after", std::to_string(wait_seconds)});
    return answer;
}

}  // namespace jangteo::member
