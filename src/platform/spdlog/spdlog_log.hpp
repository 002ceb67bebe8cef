#pragma once

// SpdlogLog: the log port over spdlog: one JSON object a line, or a line for people.

#include <memory>
#include <string>

#include "runtime/log.hpp"

namespace spdlog {
class logger;
}

namespace jangteo::platform {

enum class LogFormat : std::uint8_t { human, json };

class SpdlogLog : public runtime::Log {
  public:
    // Writes to standard error.
    SpdlogLog(LogFormat format, runtime::LogLevel least);
    ~SpdlogLog() override;

    void write(runtime::LogLevel level, std::string_view event,
               std::initializer_list<runtime::LogField> fields) override;
    bool wants(runtime::LogLevel level) const override { return level >= least_; }

  private:
    LogFormat format_;
    runtime::LogLevel least_;
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace jangteo::platform
