#pragma once

// The log's port: one named event with fields a line. Secrets have no place in a field. Any thread.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace jangteo::runtime {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

using LogField = std::pair<std::string_view, std::string>;

class Log {
  public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view event,
                       std::initializer_list<LogField> fields) = 0;
    virtual bool wants(LogLevel level) const = 0;
};

}  // namespace jangteo::runtime
