#include "member/out/sql_sessions.hpp"

namespace jangteo::member {
namespace {

const sql::Query end_session{"DELETE FROM member_session WHERE id = ?"};
const sql::Query end_other_sessions{"DELETE FROM member_session WHERE member_id = ? AND id <> ?"};
const sql::Query end_sessions_over{
    "DELETE FROM member_session WHERE member_id = ? AND expires_at <= ?"};
// Ids are in the order of time, so everything up to this one is older than the newest ones that may
// stay.
const sql::Query find_oldest_to_end{
    "SELECT id FROM member_session WHERE member_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?"};
const sql::Query end_oldest_sessions{"DELETE FROM member_session WHERE member_id = ? AND id <= ?"};
const sql::Query list_sessions{
    "SELECT version, body FROM member_session WHERE member_id = ? AND expires_at > ? AND id > ? "
    "ORDER BY id LIMIT ?"};

const sql::Query find_attempts{
    "SELECT since, failures FROM member_login_attempts WHERE account = ?"};
const sql::Query save_attempts{
    "INSERT INTO member_login_attempts (account, since, failures) VALUES (?, ?, ?) "
    "ON CONFLICT (account) DO UPDATE SET since = excluded.since, failures = excluded.failures"};
const sql::Query forget_attempts{"DELETE FROM member_login_attempts WHERE account = ?"};
const sql::Query forget_old_attempts{
    "DELETE FROM member_login_attempts WHERE account IN (SELECT account FROM "
    "(SELECT account FROM member_login_attempts WHERE since < ? ORDER BY since LIMIT 4) AS "
    "oldest)"};

}  // namespace

SqlSessions::SqlSessions()
    : documents_("member_session", {runtime::fixed("member_id"), "expires_at"},
                 [](const Session& session, std::vector<sql::Value>& values) {
                     values.emplace_back(session.member_id);
                     values.emplace_back(session.expires_at);
                 }) {}

std::optional<Session> SqlSessions::find(sql::Connection& db, SessionId id) const {
    return documents_.find(db, id);
}

void SqlSessions::add(sql::Connection& db, Session& session, Timestamp now) {
    db.execute(end_sessions_over, {session.member_id, now});
    SessionId oldest;
    {
        auto rows = db.query(find_oldest_to_end, {session.member_id, sessions_per_member_max - 1});
        if (rows.next()) oldest = rows.id<SessionId>(0);
    }
    if (!oldest.is_nil()) db.execute(end_oldest_sessions, {session.member_id, oldest});
    documents_.add(db, session);
}

void SqlSessions::save(sql::Connection& db, Session& session) { documents_.save(db, session); }

void SqlSessions::end(sql::Connection& db, SessionId id) { db.execute(end_session, {id}); }

void SqlSessions::end_others(sql::Connection& db, MemberId member, SessionId kept) {
    db.execute(end_other_sessions, {member, kept});
}

std::vector<Session> SqlSessions::of_member(sql::Connection& db, MemberId member, Timestamp now,
                                            const Slice& slice) const {
    std::vector<Session> sessions;
    auto rows = db.query(list_sessions, {member, now, sql::Bytes{slice.after}, slice.limit});
    while (rows.next()) sessions.push_back(documents_.decode(rows.integer(0), rows.bytes(1)));
    return sessions;
}

LoginAttempts SqlLoginAttempts::find(sql::Connection& db, std::string_view account) const {
    auto rows = db.query(find_attempts, {sql::Bytes{account}});
    if (!rows.next()) return {};
    return {rows.time(0), rows.integer(1)};
}

void SqlLoginAttempts::save(sql::Connection& db, std::string_view account,
                            const LoginAttempts& attempts) {
    db.execute(forget_old_attempts, {attempts.since - login_failures_window});
    db.execute(save_attempts, {sql::Bytes{account}, attempts.since, attempts.failures});
}

void SqlLoginAttempts::forget(sql::Connection& db, std::string_view account) {
    db.execute(forget_attempts, {sql::Bytes{account}});
}

}  // namespace jangteo::member
