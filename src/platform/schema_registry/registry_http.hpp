#pragma once

// RegistryHttp: requests to the first of several servers that answers, the one that answered last
// before the others. Any thread; one request at a time.
//
// Fault{retry_later} when none answers or all answer 5xx, with what each said; Fault{permanent}
// when we are not let in.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/timestamp.hpp"

namespace jangteo::platform::schema_registry {

struct RegistryOptions {
    std::vector<std::string> urls;  // http(s)://host:port/path, without a slash at the end
    std::string user;               // empty: no authentication
    std::string password;
    std::string ca_file;  // PEM; empty: what the system trusts
    Duration connect_timeout = seconds(2);
    Duration timeout = seconds(5);  // of a whole request
};

struct RegistryAnswer {
    long status = 0;
    std::string body;
    std::optional<Timestamp> date;  // the server's clock, in whole seconds
};

class RegistryHttp {
  public:
    explicit RegistryHttp(RegistryOptions options);
    ~RegistryHttp();
    RegistryHttp(const RegistryHttp&) = delete;
    RegistryHttp& operator=(const RegistryHttp&) = delete;

    RegistryAnswer ask(const char* method, const std::string& path, const std::string& body = "");

    // One part of a path.
    static std::string escaped(std::string_view part);

  private:
    struct Request;

    RegistryAnswer ask_one(const std::string& url, const Request& request);

    struct Session;  // of libcurl: connections are kept
    RegistryOptions options_;
    std::mutex mutex_;
    std::unique_ptr<Session> session_;
    std::size_t preferred_ = 0;
};

}  // namespace jangteo::platform::schema_registry
