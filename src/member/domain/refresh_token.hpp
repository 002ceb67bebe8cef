#pragma once

// RefreshToken: what a client keeps to stay logged in: `rft_<session>_<family>_<secret>`, each in
// base32. The family secret stays for the life of a session, the last one changes with every use.
// So a token whose family is right and whose secret is not was once good: somebody uses it a second
// time.

#include <optional>
#include <string>
#include <string_view>

#include "kernel/id.hpp"

namespace jangteo::member {

struct RefreshToken {
    SessionId session;
    Uuid family{};
    Uuid secret{};

    std::string text() const;
    static std::optional<RefreshToken> parse(std::string_view text);
};

}  // namespace jangteo::member
