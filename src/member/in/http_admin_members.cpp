#include "member/in/http_admin_members.hpp"

#include "contracts/codec/text_rules.hpp"
#include "member/in/member_answers.hpp"

namespace jangteo::member {

using contracts::ActingTokenAnswer;
using contracts::ActingTokenBody;
using contracts::ActingTokenRecord;
using contracts::CreateMemberBody;
using contracts::MemberAnswer;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Refusal<IssueActingTokenRejection> acting_token_refusals[] = {
    {IssueActingTokenRejection::unknown_member,
     404,
     {"그런 회원이 없습니다.", "There is no such member."}},
    {IssueActingTokenRejection::member_disabled,
     409,
     {"막힌 계정입니다.", "The account is disabled."}},
    {IssueActingTokenRejection::member_is_operator,
     409,
     {"운영자를 대신할 수 없습니다.", "Nobody can act for an operator."}},
    {IssueActingTokenRejection::not_of_enterprise,
     422,
     {"이 업체의 판매자 계정이 없습니다.", "There is no seller account of this enterprise."}},
};

}  // namespace

HttpAdminMembers::HttpAdminMembers(const MemberPorts& ports)
    : ports_(ports), register_(ports), disable_(ports), issue_acting_token_(ports) {}

void HttpAdminMembers::declare(runtime::Routes& routes) {
    declare_create(routes);
    declare_reads(routes);
    declare_disable(routes);
    declare_acting_tokens(routes);
}

void HttpAdminMembers::declare_create(runtime::Routes& routes) {
    auto create = [this](Transaction& tx, const Call& call,
                         const CreateMemberBody& body) -> HttpAnswer {
        RegisterMember command;
        command.email = body.email.value;
        command.name = body.name.value;
        if (body.phone) command.phone = body.phone->value;
        auto member = register_.handle(tx, command);
        if (!member) return runtime::refuse(call, register_refusals, member.error());
        return runtime::answer(member_answer(tx.db(), ports_, *member), 201);
    };
    routes.command<CreateMemberBody>({.method = Method::post,
                                      .path = "/v1/admin/members",
                                      .name = "create_member",
                                      .summary = "Create a member who has no password here",
                                      .roles = runtime::operators,
                                      .key = runtime::KeyPolicy::optional,
                                      .success = 201,
                                      .answer = &codec::shape_of<MemberAnswer>(),
                                      .refusals = {"email_taken"}},
                                     create);
}

void HttpAdminMembers::declare_reads(runtime::Routes& routes) {
    auto list = [this](sql::Connection& db, const Call& call) -> HttpAnswer {
        auto page = runtime::page_request(call);
        if (!page) return page.error();
        std::vector<Member> members;
        if (auto email = call.query_text("filter[email]")) {
            auto member = ports_.members.find_by_email(db, codec::to_lower_case(*email));
            if (member) members.push_back(std::move(*member));
        } else {
            members = ports_.members.list(db, slice_of(*page));
        }
        std::vector<MemberAnswer> items;
        items.reserve(members.size());
        for (const Member& member : members) items.push_back(member_answer(db, ports_, member));
        return runtime::page_answer(call, std::move(items), *page, [](const MemberAnswer& item) {
            return std::string(item.id.bytes());
        });
    };
    routes.query({.method = Method::get,
                  .path = "/v1/admin/members",
                  .name = "list_members",
                  .summary = "All members, oldest first",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<runtime::Page<MemberAnswer>>(),
                  .query = {{"limit", "1 to 100, 25 if left out"},
                            {"cursor", "meta.next_cursor of the page before"},
                            {"filter[email]", "the whole address"}}},
                 list);
    routes.query({.method = Method::get,
                  .path = "/v1/admin/members/{member_id}",
                  .name = "show_member",
                  .summary = "One member",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<MemberAnswer>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     auto member = ports_.members.find(db, call.path_id<MemberId>("member_id"));
                     if (!member) return runtime::not_found(call);
                     return runtime::answer(member_answer(db, ports_, *member));
                 });
}

void HttpAdminMembers::declare_disable(runtime::Routes& routes) {
    routes.command({.method = Method::post,
                    .path = "/v1/admin/members/{member_id}/disable",
                    .name = "disable_member",
                    .summary = "Disable a member: nobody can log in or order with the account",
                    .roles = runtime::operators,
                    .key = runtime::KeyPolicy::optional,
                    .answer = &codec::shape_of<MemberAnswer>(),
                    .refusals = {"unknown_member", "already_disabled", "cannot_disable_self"}},
                   [this](Transaction& tx, const Call& call) -> HttpAnswer {
                       auto member = disable_.handle(
                           tx, {call.path_id<MemberId>("member_id"), call.principal.member});
                       if (!member) return runtime::refuse(call, disable_refusals, member.error());
                       return runtime::answer(member_answer(tx.db(), ports_, *member));
                   });
}

void HttpAdminMembers::declare_acting_tokens(runtime::Routes& routes) {
    auto issue = [this](Transaction& tx, const Call& call,
                        const ActingTokenBody& body) -> HttpAnswer {
        IssueActingToken command{.member_id = call.path_id<MemberId>("member_id"),
                                 .operator_id = call.principal.member,
                                 .reason = body.reason.value,
                                 .enterprise_id = body.enterprise_id};
        auto token = issue_acting_token_.handle(tx, command);
        if (!token) return runtime::refuse(call, acting_token_refusals, token.error());
        ActingTokenAnswer made{command.member_id, "Bearer", *token,
                               access_lifetime.us / seconds(1).us};
        HttpAnswer answer = runtime::answer(made, 201);
        answer.headers.push_back({"cache-control", "no-store"});
        return answer;
    };
    // No idempotency key: the answer is a secret and must not be kept.
    routes.command<ActingTokenBody>(
        {.method = Method::post,
         .path = "/v1/admin/members/{member_id}/access-tokens",
         .name = "issue_acting_token",
         .summary = "A token of fifteen minutes to act for a member; each is on record",
         .roles = runtime::operators,
         .success = 201,
         .answer = &codec::shape_of<ActingTokenAnswer>(),
         .refusals = {"unknown_member", "member_disabled", "member_is_operator",
                      "not_of_enterprise"}},
        issue);
    auto list = [this](sql::Connection& db, const Call& call) -> HttpAnswer {
        auto page = runtime::page_request(call);
        if (!page) return page.error();
        auto tokens = ports_.acting_tokens.of_member(db, call.path_id<MemberId>("member_id"),
                                                     slice_of(*page));
        std::vector<ActingTokenRecord> items;
        for (const ActingToken& token : tokens) {
            items.push_back({token.id, token.operator_id, token.reason, token.issued_at});
        }
        return runtime::page_answer(
            call, std::move(items), *page,
            [](const ActingTokenRecord& item) { return std::string(item.id.bytes()); });
    };
    routes.query({.method = Method::get,
                  .path = "/v1/admin/members/{member_id}/access-tokens",
                  .name = "list_acting_tokens",
                  .summary = "Who acted for a member, when and why",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<runtime::Page<ActingTokenRecord>>(),
                  .query = {{"limit", "1 to 100, 25 if left out"},
                            {"cursor", "meta.next_cursor of the page before"}}},
                 list);
}

}  // namespace jangteo::member
