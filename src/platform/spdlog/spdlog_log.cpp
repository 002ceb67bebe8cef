#include "platform/spdlog/spdlog_log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json.hpp>

#include <chrono>

#include "kernel/timestamp.hpp"

namespace jangteo::platform {
namespace {

std::string_view text_of(runtime::LogLevel level) {
    switch (level) {
        case runtime::LogLevel::debug: return "debug";
        case runtime::LogLevel::info: return "info";
        case runtime::LogLevel::warning: return "warning";
        case runtime::LogLevel::error: return "error";
    }
    return "";
}

std::string now_text() {
    auto since = std::chrono::system_clock::now().time_since_epoch();
    return to_rfc3339({std::chrono::duration_cast<std::chrono::microseconds>(since).count()});
}

}  // namespace

SpdlogLog::SpdlogLog(LogFormat format, runtime::LogLevel least)
    : format_(format),
      least_(least),
      logger_(std::make_shared<spdlog::logger>("jangteo",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
    logger_->set_pattern("%v");
    logger_->set_level(spdlog::level::trace);
    logger_->flush_on(spdlog::level::trace);
}

SpdlogLog::~SpdlogLog() = default;

void SpdlogLog::write(runtime::LogLevel level, std::string_view event,
                      std::initializer_list<runtime::LogField> fields) {
    if (!wants(level)) return;
    std::string line;
    if (format_ == LogFormat::json) {
        boost::json::object object;
        object["time"] = now_text();
        object["level"] = text_of(level);
        object["event"] = event;
        for (const auto& [name, value] : fields) object[name] = value;
        line = boost::json::serialize(object);
    } else {
        line = now_text() + " " + std::string(text_of(level)) + " " + std::string(event);
        for (const auto& [name, value] : fields) line += " " + std::string(name) + "=" + value;
    }
    logger_->log(spdlog::level::info, line);
}

}  // namespace jangteo::platform
