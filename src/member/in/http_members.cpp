#include "member/in/http_members.hpp"

#include "member/in/member_answers.hpp"

namespace jangteo::member {

using contracts::ChangeMemberBody;
using contracts::ChangePasswordBody;
using contracts::MemberAnswer;
using contracts::RegisterMemberBody;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Refusal<ChangeMemberRejection> change_refusals[] = {
    {ChangeMemberRejection::unknown_member,
     404,
     {"그런 회원이 없습니다.", "There is no such member."}},
    {ChangeMemberRejection::version_mismatch,
     412,
     {"그사이에 바뀌었습니다. 다시 읽고 시도하세요.",
      "It was changed meanwhile. Read it again and retry."}},
};

constexpr Refusal<ChangePasswordRejection> change_password_refusals[] = {
    {ChangePasswordRejection::wrong_password,
     403,
     {"지금 비밀번호가 맞지 않습니다.", "The old password is not right."}},
    {ChangePasswordRejection::too_many_attempts,
     429,
     {"비밀번호가 여러 번 틀렸습니다.", "The password was wrong too often."}},
};

}  // namespace

HttpMembers::HttpMembers(const MemberPorts& ports, const PasswordChecker& checker)
    : ports_(ports),
      checker_(checker),
      register_(ports),
      change_(ports),
      change_password_(ports),
      disable_(ports) {}

void HttpMembers::declare(runtime::Routes& routes) {
    declare_register(routes);
    declare_me(routes);
    declare_password(routes);
    declare_disable(routes);
    declare_keys(routes);
}

void HttpMembers::declare_register(runtime::Routes& routes) {
    // No idempotency key: its record would hold a quick digest of the password. The e-mail address
    // is unique anyway.
    auto prepare =
        [this](sql::Connection&, const Call&,
               const RegisterMemberBody& body) -> std::expected<RegisterMember, HttpAnswer> {
        RegisterMember command;
        command.email = body.email.value;
        command.name = body.name.value;
        if (body.phone) command.phone = body.phone->value;
        command.password_hash = ports_.passwords.hash(body.password.value);
        return command;
    };
    auto handle = [this](Transaction& tx, const Call& call, const RegisterMemberBody&,
                         RegisterMember& command) -> HttpAnswer {
        auto member = register_.handle(tx, command);
        if (!member) return runtime::refuse(call, register_refusals, member.error());
        return runtime::answer(member_answer(tx.db(), ports_, *member), 201);
    };
    routes.command<RegisterMemberBody, RegisterMember>({.method = Method::post,
                                                        .path = "/v1/members",
                                                        .name = "register_member",
                                                        .summary = "Register as a member",
                                                        .roles = runtime::anyone,
                                                        .success = 201,
                                                        .answer = &codec::shape_of<MemberAnswer>(),
                                                        .refusals = {"email_taken"},
                                                        .limit = "login",
                                                        .blocking_prepare = true},
                                                       prepare, handle);
}

void HttpMembers::declare_me(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/members/me",
                  .name = "show_me",
                  .summary = "Your own account",
                  .answer = &codec::shape_of<MemberAnswer>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     auto member = ports_.members.find(db, call.principal.member);
                     if (!member) return runtime::not_found(call);
                     return runtime::answer(member_answer(db, ports_, *member));
                 });
    auto change = [this](Transaction& tx, const Call& call,
                         const ChangeMemberBody& body) -> HttpAnswer {
        ChangeMember command{
            .member_id = call.principal.member, .change = {}, .wanted_version = call.if_match};
        if (body.name) command.change.name = body.name->value;
        if (body.phone) command.change.phone = body.phone->value;
        auto member = change_.handle(tx, command);
        if (!member) return runtime::refuse(call, change_refusals, member.error());
        return runtime::answer(member_answer(tx.db(), ports_, *member));
    };
    routes.command<ChangeMemberBody>({.method = Method::patch,
                                      .path = "/v1/members/me",
                                      .name = "change_me",
                                      .summary = "Change your name or phone number",
                                      .key = runtime::KeyPolicy::optional,
                                      .answer = &codec::shape_of<MemberAnswer>(),
                                      .refusals = {"version_mismatch"}},
                                     change);
}

void HttpMembers::declare_password(runtime::Routes& routes) {
    auto prepare =
        [this](sql::Connection& db, const Call& call,
               const ChangePasswordBody& body) -> std::expected<ChangePassword, HttpAnswer> {
        auto member = ports_.members.find(db, call.principal.member);
        if (!member || acts_for_another(call)) return std::unexpected(runtime::forbidden(call));
        ChangePassword command;
        command.check =
            checker_.check(db, member, member->email, body.old_password.value, call.received_at);
        if (command.check.locked_for > Duration{}) {
            return std::unexpected(too_many_attempts(call, command.check.locked_for));
        }
        if (command.check.right) command.new_hash = ports_.passwords.hash(body.new_password.value);
        command.current_session = call.principal.session;
        return command;
    };
    auto handle = [this](Transaction& tx, const Call& call, const ChangePasswordBody&,
                         ChangePassword& command) -> HttpAnswer {
        auto changed = change_password_.handle(tx, command);
        if (changed) return runtime::no_content();
        if (changed.error().rejection == ChangePasswordRejection::too_many_attempts) {
            return too_many_attempts(call, changed.error().retry_after);
        }
        return runtime::refuse(call, change_password_refusals, changed.error().rejection);
    };
    routes.command<ChangePasswordBody, ChangePassword>(
        {.method = Method::post,
         .path = "/v1/members/me/password",
         .name = "change_password",
         .summary = "Change your password; ends your other sessions",
         .success = 204,
         .refusals = {"wrong_password", "too_many_attempts"},
         .limit = "login",
         .blocking_prepare = true,
         .refusal_writes = true},
        prepare, handle);
}

void HttpMembers::declare_disable(runtime::Routes& routes) {
    routes.command(
        {.method = Method::post,
         .path = "/v1/members/me/disable",
         .name = "disable_me",
         .summary = "Close your account",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<MemberAnswer>(),
         .refusals = {"already_disabled", "cannot_disable_self"}},
        [this](Transaction& tx, const Call& call) -> HttpAnswer {
            if (acts_for_another(call)) return runtime::forbidden(call);
            auto member = disable_.handle(tx, {call.principal.member, call.principal.member});
            if (!member) return runtime::refuse(call, disable_refusals, member.error());
            return runtime::answer(member_answer(tx.db(), ports_, *member));
        });
}

void HttpMembers::declare_keys(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/.well-known/jwks.json",
                  .name = "show_keys",
                  .summary = "The public keys of access tokens, as a JWK set",
                  .roles = runtime::anyone},
                 [this](sql::Connection&, const Call&) -> HttpAnswer {
                     HttpAnswer answer;
                     answer.body = ports_.tokens.jwks();
                     answer.content_type = "application/jwk-set+json";
                     answer.headers.push_back({"cache-control", "public, max-age=300"});
                     return answer;
                 });
}

}  // namespace jangteo::member
