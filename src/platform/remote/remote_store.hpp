#pragma once

// RemoteStore: a store that is a server: one connection that writes, for the lane, and a reader for
// each thread that asks for one. A commit is durable when it returns.

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "platform/remote/remote_connection.hpp"

namespace jangteo::platform::remote {

using OpenSession = std::function<std::unique_ptr<Session>(Role)>;

class RemoteStore final : public sql::Store {
  public:
    explicit RemoteStore(OpenSession open_session,
                         Duration commit_patience = RemoteConnection::commit_patience_default);

    sql::Connection& writer() override { return writer_; }
    sql::Connection& reader() override;
    void flush() override {}
    std::uint64_t commits() const override { return writer_.commits(); }
    double commit_seconds() const override { return writer_.commit_seconds(); }
    std::uint64_t round_trips() const override { return writer_.round_trips(); }

  private:
    OpenSession open_session_;
    RemoteConnection writer_;
    std::mutex readers_mutex_;
    std::unordered_map<std::thread::id, std::unique_ptr<RemoteConnection>> readers_;
};

}  // namespace jangteo::platform::remote
