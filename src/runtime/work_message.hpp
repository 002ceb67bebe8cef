#pragma once

// WorkMessage: a piece of the program's own work as a transaction of the lane: sweeping, seeding.

#include <functional>
#include <string>

#include "runtime/message.hpp"

namespace jangteo::runtime {

class WorkMessage : public Message {
  public:
    // `done` is told how it ended: an empty text, or the error.
    WorkMessage(std::string name, std::function<void(Transaction&)> work,
                std::function<void(std::string)> done)
        : name_(std::move(name)), work_(std::move(work)), done_(std::move(done)) {}

    std::string cause() const override { return name_; }
    void handle(Transaction& tx) override { work_(tx); }
    void committed(AfterFlush& after) override {
        if (done_) after.emplace_back([done = done_] { done(""); });
    }
    bool set_aside(Transaction&, std::string_view) override { return false; }
    void failed(const std::exception& error) override {
        if (done_) done_(error.what());
    }
    bool outlasts_the_store() const override { return false; }

  private:
    std::string name_;
    std::function<void(Transaction&)> work_;
    std::function<void(std::string)> done_;
};

}  // namespace jangteo::runtime
