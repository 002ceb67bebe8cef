#pragma once

// Path: the segments of a request's path, and patterns to match them: "v1/payments/*/cancel".

#include <array>
#include <cstddef>
#include <string_view>

namespace jangteo::sandbox {

class Path {
  public:
    static constexpr std::size_t segments_max = 8;

    // Text with more segments matches nothing.
    explicit Path(std::string_view text) {
        if (text.starts_with('/')) text.remove_prefix(1);
        while (size_ < segments_max) {
            const std::size_t end = text.find('/');
            segments_[size_++] = text.substr(0, end);
            if (end == text.npos) return;
            text.remove_prefix(end + 1);
        }
        size_ = 0;
    }

    // What stood at the first `*` is param().
    bool matches(std::string_view pattern) {
        std::size_t i = 0;
        std::string_view param;
        while (i < size_) {
            const std::size_t end = pattern.find('/');
            const std::string_view part = pattern.substr(0, end);
            if (part == "*" && param.empty()) param = segments_[i];
            if (part != "*" && part != segments_[i]) return false;
            ++i;
            if (end == pattern.npos) {
                pattern = {};
                break;
            }
            pattern.remove_prefix(end + 1);
        }
        if (i != size_ || size_ == 0 || !pattern.empty()) return false;
        param_ = param;
        return true;
    }
    std::string_view param() const { return param_; }

  private:
    std::array<std::string_view, segments_max> segments_;
    std::size_t size_ = 0;
    std::string_view param_;
};

}  // namespace jangteo::sandbox
