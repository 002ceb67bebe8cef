#pragma once

// /v1/sessions: logging in, staying logged in, logging out.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

struct LogInBody {
    Email email;
    Text<1, 128> password;
    std::optional<Text<1, 100>> device;         // a name for the list of sessions
    std::optional<EnterpriseId> enterprise_id;  // of a seller with several
};
BOOST_DESCRIBE_STRUCT(LogInBody, (), (email, password, device, enterprise_id))

struct RefreshSessionBody {
    Text<1, 200> refresh_token;
    std::optional<EnterpriseId> enterprise_id;  // to act for another one from now on
};
BOOST_DESCRIBE_STRUCT(RefreshSessionBody, (), (refresh_token, enterprise_id))

struct SessionTokensAnswer {
    SessionId session_id;
    MemberId member_id;
    std::vector<std::string> roles;
    std::optional<EnterpriseId> enterprise_id;
    std::string token_type;  // Bearer
    std::string access_token;
    std::int64_t expires_in = 0;  // seconds
    std::string refresh_token;
    Timestamp refresh_expires_at;
};
BOOST_DESCRIBE_STRUCT(SessionTokensAnswer, (),
                      (session_id, member_id, roles, enterprise_id, token_type, access_token,
                       expires_in, refresh_token, refresh_expires_at))

struct SessionAnswer {
    SessionId id;
    std::string device;
    std::string peer;  // address of the last use
    bool current = false;
    Timestamp created_at;
    Timestamp used_at;
    Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(SessionAnswer, (),
                      (id, device, peer, current, created_at, used_at, expires_at))

}  // namespace jangteo::contracts
