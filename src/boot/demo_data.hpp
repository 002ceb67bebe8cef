#pragma once

// The demonstration shop: 12 categories, 5 sellers, 200 products in Korean and English, members and
// an operator with logins. Made through the HTTP interface, as a shop that moves in would.

#include <functional>
#include <string>
#include <vector>

#include "boot/api_client.hpp"

namespace jangteo::boot {

struct Login {
    std::string who;
    std::string email;
    std::string password;
};

inline constexpr std::string_view demo_password = "jangteo-demo";
const std::vector<Login>& demo_logins();

// `progress` is told (done, all). Nothing is done when the shop has its data already: false.
bool seed_demo(ApiClient& api, const std::string& operator_token,
               const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace jangteo::boot
