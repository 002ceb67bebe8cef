#pragma once

// Published on member.events. Keyed by the member.

#include <boost/describe.hpp>

#include <string>
#include <string_view>

#include "kernel/id.hpp"

namespace jangteo::contracts {

struct MemberCreated {
    static constexpr std::string_view topic = "member.events";
    MemberId member_id;
    std::string email;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(MemberCreated, (), (member_id, email, name))

struct MemberUpdated {
    static constexpr std::string_view topic = "member.events";
    MemberId member_id;
    std::string email;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(MemberUpdated, (), (member_id, email, name))

struct MemberDisabled {
    static constexpr std::string_view topic = "member.events";
    MemberId member_id;
};
BOOST_DESCRIBE_STRUCT(MemberDisabled, (), (member_id))

}  // namespace jangteo::contracts
