#pragma once

// How often each operation was called since the start.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "sandbox/desk/json_text.hpp"

namespace jangteo::sandbox {

class CallCounts {
  public:
    void count(std::string_view operation) {
        const auto found = counts_.find(operation);
        if (found == counts_.end())
            counts_.emplace(operation, 1);
        else
            ++found->second;
    }

    // {"calls": {operation: count, …}} without the outer braces.
    void append(JsonText& json) const {
        json.open("calls");
        for (const auto& [operation, count] : counts_) json.number(operation, count);
        json.close();
    }

  private:
    std::map<std::string, std::int64_t, std::less<>> counts_;
};

}  // namespace jangteo::sandbox
