#pragma once

// One numbered step of a service's schema. The SQL lives beside the service
// (out/migrations/NNNN_name.sql) and is embedded at build time.

#include <string_view>
#include <vector>

namespace jangteo::runtime {

struct Migration {
    std::string_view service;
    int number = 0;
    std::string_view name;
    std::string_view sql;
};

const std::vector<Migration>& migrations();

}  // namespace jangteo::runtime
