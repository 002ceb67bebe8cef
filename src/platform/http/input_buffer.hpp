#pragma once

// InputBuffer: received bytes that the parser has not taken, flat. It starts small, because most
// connections are idle, and grows up to a limit; bodies are taken as they come, so the limit is the
// one for headers.

#include <cstring>
#include <memory>
#include <string_view>

namespace jangteo::platform::http {

class InputBuffer {
  public:
    explicit InputBuffer(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
    bool is_empty() const { return begin_ == end_; }
    bool is_full() const { return end_ - begin_ == bytes_max_; }

    // Room to receive into, never empty unless is_full().
    char* room() {
        if (end_ == capacity_) make_room();
        return data_.get() + end_;
    }
    std::size_t room_bytes() const { return capacity_ - end_; }  // after room()
    // More may have come than there was room for: the next room is larger.
    void add(std::size_t bytes) {
        end_ += bytes;
        if (end_ == capacity_ && capacity_ < bytes_max_) make_room();
    }

    void consume(std::size_t bytes) {
        begin_ += bytes;
        if (begin_ == end_) begin_ = end_ = 0;
    }
    void clear() { begin_ = end_ = 0; }

  private:
    static constexpr std::size_t bytes_first = 4096;

    void make_room() {
        const std::size_t held = end_ - begin_;
        if (begin_ > 0) {
            std::memmove(data_.get(), data_.get() + begin_, held);
        } else if (capacity_ < bytes_max_) {
            return resize(std::min(bytes_max_, std::max(bytes_first, capacity_ * 2)));
        }
        begin_ = 0;
        end_ = held;
    }

    void resize(std::size_t capacity) {
        const std::string_view held = bytes();
        auto data = std::make_unique_for_overwrite<char[]>(capacity);
        if (!held.empty()) std::memcpy(data.get(), held.data(), held.size());
        begin_ = 0;
        end_ = held.size();
        data_ = std::move(data);
        capacity_ = capacity;
    }

    std::size_t bytes_max_;
    std::unique_ptr<char[]> data_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace jangteo::platform::http
