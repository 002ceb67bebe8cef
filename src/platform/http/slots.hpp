#pragma once

// Slots: the requests of a connection that are not fully answered, oldest first. Answers may come
// in any order; they leave in this one.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/mailbox.hpp"

namespace jangteo::platform::http {

struct Slot {
    enum class Stage : std::uint8_t { waiting, answered, streaming, dropped };

    Stage stage = Stage::waiting;
    bool keeps_alive = true;
    bool is_head_request = false;
    bool is_http_1_0 = false;
    bool is_head_written = false;
    bool is_stream_ended = false;
    bool is_between_events = true;  // text/event-stream: what came last was whole
    runtime::HttpAnswer answer;
    std::string chunks;  // of a stream that is not in front yet, framed
    std::size_t chunk_bytes = 0;
    std::shared_ptr<StreamGauge> gauge;
};

class Slots {
  public:
    bool is_empty() const { return begin_ == slots_.size(); }
    std::size_t size() const { return slots_.size() - begin_; }
    Slot& front() { return slots_[begin_]; }

    // The number that find() knows the slot by.
    std::uint64_t add(Slot slot) {
        slots_.push_back(std::move(slot));
        return first_ + size() - 1;
    }

    Slot* find(std::uint64_t sequence) {
        const std::uint64_t offset = sequence - first_;  // A passed one wraps to a huge number.
        return offset < size() ? &slots_[begin_ + offset] : nullptr;
    }

    void pop() {
        ++begin_;
        ++first_;
        if (is_empty()) {
            slots_.clear();
            begin_ = 0;
        } else if (begin_ >= passed_max) {
            slots_.erase(slots_.begin(), slots_.begin() + static_cast<std::ptrdiff_t>(begin_));
            begin_ = 0;
        }
    }

    template <class Visit>
    void each(Visit visit) {
        for (std::size_t i = begin_; i < slots_.size(); ++i) visit(slots_[i]);
    }

    void clear() {
        first_ += size();
        slots_.clear();
        begin_ = 0;
    }

  private:
    static constexpr std::size_t passed_max = 64;

    std::vector<Slot> slots_;
    std::size_t begin_ = 0;
    std::uint64_t first_ = 0;
};

}  // namespace jangteo::platform::http
