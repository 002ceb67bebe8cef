#pragma once

// FakeRegistry: a schema registry over HTTP that a test can switch off and on again.

#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "tests/support/http_server_fixture.hpp"

namespace jangteo::test {

class FakeRegistry {
  public:
    FakeRegistry();

    std::string url() const;
    // Registered by somebody else.
    int add(const std::string& schema);
    // What it answers to everything: 503, say; 200 for its usual answers.
    void answer_all(int status) { status_ = status; }
    int requests() const { return requests_; }

  private:
    runtime::HttpAnswer answer(const runtime::HttpRequest& request);
    int id_of(const std::string& schema);

    std::atomic<int> status_{200};
    std::atomic<int> requests_{0};
    std::mutex mutex_;
    std::map<std::string, int> ids_;
    Server server_;
};

}  // namespace jangteo::test
