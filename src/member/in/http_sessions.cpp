#include "member/in/http_sessions.hpp"

#include "contracts/member/sessions.hpp"
#include "member/in/member_answers.hpp"

namespace jangteo::member {

using contracts::LogInBody;
using contracts::RefreshSessionBody;
using contracts::SessionAnswer;
using contracts::SessionTokensAnswer;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Refusal<LogInRejection> log_in_refusals[] = {
    {LogInRejection::wrong_credentials,
     401,
     {"이메일이나 비밀번호가 맞지 않습니다.", "The e-mail address or the password is not right."}},
    {LogInRejection::too_many_attempts,
     429,
     {"비밀번호가 여러 번 틀렸습니다.", "The password was wrong too often."}},
    {LogInRejection::member_disabled,
     403,
     {"사용할 수 없는 계정입니다.", "This account is disabled."}},
    {LogInRejection::not_of_enterprise,
     422,
     {"이 업체의 판매자 계정이 없습니다.", "There is no seller account of this enterprise."}},
};

constexpr Refusal<RefreshSessionRejection> refresh_refusals[] = {
    {RefreshSessionRejection::invalid_refresh_token, 401, {"다시 로그인하세요.", "Log in again."}},
    {RefreshSessionRejection::refresh_token_reused,
     401,
     {"이미 쓰인 토큰이라 로그아웃했습니다. 다시 로그인하세요.",
      "The token was used before, so the session was ended. Log in again."}},
    {RefreshSessionRejection::refresh_token_expired, 401, {"다시 로그인하세요.", "Log in again."}},
    {RefreshSessionRejection::not_of_enterprise,
     422,
     {"이 업체의 판매자 계정이 없습니다.", "There is no seller account of this enterprise."}},
};

constexpr Refusal<LogOutRejection> log_out_refusals[] = {
    {LogOutRejection::unknown_session, 404, {"그런 세션이 없습니다.", "There is no such session."}},
};

HttpAnswer answer_tokens(const SessionTokens& tokens, int status) {
    SessionTokensAnswer body;
    body.session_id = tokens.principal.session;
    body.member_id = tokens.principal.member;
    body.roles = role_names(tokens.principal.roles);
    if (!tokens.principal.enterprise.is_nil()) body.enterprise_id = tokens.principal.enterprise;
    body.token_type = "Bearer";
    body.access_token = tokens.access_token;
    body.expires_in = access_lifetime.us / seconds(1).us;
    body.refresh_token = tokens.refresh_token;
    body.refresh_expires_at = tokens.refresh_expires_at;
    HttpAnswer answer = runtime::answer(body, status);
    answer.headers.push_back({"cache-control", "no-store"});
    return answer;
}

SessionAnswer session_answer(const Session& session, SessionId current) {
    return {session.id,         session.device,  session.peer,      session.id == current,
            session.created_at, session.used_at, session.expires_at};
}

}  // namespace

HttpSessions::HttpSessions(const MemberPorts& ports, const PasswordChecker& checker)
    : ports_(ports), checker_(checker), log_in_(ports), refresh_(ports), log_out_(ports) {}

void HttpSessions::declare(runtime::Routes& routes) {
    declare_log_in(routes);
    declare_refresh(routes);
    declare_log_out(routes);
    declare_list(routes);
}

void HttpSessions::declare_log_in(runtime::Routes& routes) {
    auto prepare = [this](sql::Connection& db, const Call& call,
                          const LogInBody& body) -> std::expected<LogIn, HttpAnswer> {
        auto member = ports_.members.find_by_email(db, body.email.value);
        LogIn command;
        command.check =
            checker_.check(db, member, body.email.value, body.password.value, call.received_at);
        if (command.check.locked_for > Duration{}) {
            return std::unexpected(too_many_attempts(call, command.check.locked_for));
        }
        ports_.random.fill(command.family);
        ports_.random.fill(command.secret);
        if (body.device) command.device = body.device->value;
        command.peer = call.peer;
        command.enterprise_id = body.enterprise_id;
        return command;
    };
    auto handle = [this](Transaction& tx, const Call& call, const LogInBody&,
                         LogIn& command) -> HttpAnswer {
        auto tokens = log_in_.handle(tx, command);
        if (tokens) return answer_tokens(*tokens, 201);
        if (tokens.error().rejection == LogInRejection::too_many_attempts) {
            return too_many_attempts(call, tokens.error().retry_after);
        }
        return runtime::refuse(call, log_in_refusals, tokens.error().rejection);
    };
    routes.command<LogInBody, LogIn>({.method = Method::post,
                                      .path = "/v1/sessions",
                                      .name = "log_in",
                                      .summary = "Log in with e-mail address and password",
                                      .roles = runtime::anyone,
                                      .success = 201,
                                      .answer = &codec::shape_of<SessionTokensAnswer>(),
                                      .refusals = {"wrong_credentials", "too_many_attempts",
                                                   "member_disabled", "not_of_enterprise"},
                                      .limit = "login",
                                      .blocking_prepare = true,
                                      .refusal_writes = true},
                                     prepare, handle);
}

void HttpSessions::declare_refresh(runtime::Routes& routes) {
    auto prepare =
        [this](sql::Connection&, const Call& call,
               const RefreshSessionBody& body) -> std::expected<RefreshSession, HttpAnswer> {
        RefreshSession command{.refresh_token = body.refresh_token.value,
                               .next_secret = {},
                               .peer = call.peer,
                               .enterprise_id = body.enterprise_id};
        ports_.random.fill(command.next_secret);
        return command;
    };
    auto handle = [this](Transaction& tx, const Call& call, const RefreshSessionBody&,
                         RefreshSession& command) -> HttpAnswer {
        auto tokens = refresh_.handle(tx, command);
        if (!tokens) return runtime::refuse(call, refresh_refusals, tokens.error());
        return answer_tokens(*tokens, 200);
    };
    routes.command<RefreshSessionBody, RefreshSession>(
        {.method = Method::post,
         .path = "/v1/sessions/refresh",
         .name = "refresh_session",
         .summary = "Exchange a refresh token for new tokens; each can be used once",
         .roles = runtime::anyone,
         .answer = &codec::shape_of<SessionTokensAnswer>(),
         .refusals = {"invalid_refresh_token", "refresh_token_reused", "refresh_token_expired",
                      "not_of_enterprise"},
         .limit = "login",
         .refusal_writes = true},
        prepare, handle);
}

void HttpSessions::declare_log_out(runtime::Routes& routes) {
    auto end = [this](Transaction& tx, const Call& call, SessionId session) -> HttpAnswer {
        if (acts_for_another(call)) return runtime::forbidden(call);
        auto ended = log_out_.handle(tx, {call.principal.member, session});
        if (!ended) return runtime::refuse(call, log_out_refusals, ended.error());
        return runtime::no_content();
    };
    routes.command(
        {.method = Method::del,
         .path = "/v1/sessions/current",
         .name = "log_out",
         .summary = "Log out: end the session of this token",
         .success = 204,
         .refusals = {"unknown_session"}},
        [end](Transaction& tx, const Call& call) { return end(tx, call, call.principal.session); });
    routes.command({.method = Method::del,
                    .path = "/v1/sessions/{session_id}",
                    .name = "end_session",
                    .summary = "End one of your own sessions",
                    .success = 204,
                    .refusals = {"unknown_session"}},
                   [end](Transaction& tx, const Call& call) {
                       return end(tx, call, call.path_id<SessionId>("session_id"));
                   });
}

void HttpSessions::declare_list(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/members/me/sessions",
                  .name = "list_sessions",
                  .summary = "Where you are logged in",
                  .answer = &codec::shape_of<runtime::Page<SessionAnswer>>(),
                  .query = {{"limit", "1 to 100, 25 if left out"},
                            {"cursor", "meta.next_cursor of the page before"}}},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     auto page = runtime::page_request(call);
                     if (!page) return page.error();
                     std::vector<SessionAnswer> items;
                     for (const auto& session : ports_.sessions.of_member(
                              db, call.principal.member, call.received_at, slice_of(*page))) {
                         items.push_back(session_answer(session, call.principal.session));
                     }
                     return runtime::page_answer(
                         call, std::move(items), *page,
                         [](const SessionAnswer& item) { return std::string(item.id.bytes()); });
                 });
}

}  // namespace jangteo::member
