#pragma once

// A shop that runs, as a tool meets it that plays in it.

#include <string>

namespace jangteo::boot {

struct OperatorLogin {
    std::string email;
    std::string password;
};

struct Endpoints {
    std::string shop_url;
    std::string toss_url;  // of its payment sandbox: the buyers' cards, and the provider's books
    OperatorLogin login;
};

}  // namespace jangteo::boot
