#pragma once

// JsonText: writes JSON straight into a string, in the order of the calls. For the bodies that are
// made thousands of times a second; the rest uses Boost.JSON. Text must be UTF-8.

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace jangteo::sandbox {

class JsonText {
  public:
    explicit JsonText(std::string& out) : out_(out) {}

    JsonText& open() { return put('{'); }
    JsonText& open(std::string_view key) { return name(key).put('{'); }
    JsonText& close() { return end('}'); }
    JsonText& open_list(std::string_view key) { return name(key).put('['); }
    JsonText& close_list() { return end(']'); }
    // An object inside a list.
    JsonText& item() { return separate().put('{'); }

    JsonText& text(std::string_view key, std::string_view value) {
        name(key);
        quote(value);
        needs_comma_ = true;
        return *this;
    }
    // Written as null when empty.
    JsonText& text_or_null(std::string_view key, std::string_view value) {
        return value.empty() ? null(key) : text(key, value);
    }
    JsonText& number(std::string_view key, std::integral auto value) {
        name(key);
        std::array<char, 24> digits;
        out_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
        needs_comma_ = true;
        return *this;
    }
    JsonText& boolean(std::string_view key, bool value) {
        return raw(key, value ? "true" : "false");
    }
    JsonText& null(std::string_view key) { return raw(key, "null"); }
    // `json` is a whole JSON value.
    JsonText& raw(std::string_view key, std::string_view json) {
        name(key);
        out_.append(json);
        needs_comma_ = true;
        return *this;
    }

  private:
    JsonText& put(char c) {
        out_.push_back(c);
        needs_comma_ = false;
        return *this;
    }
    JsonText& end(char c) {
        out_.push_back(c);
        needs_comma_ = true;
        return *this;
    }
    JsonText& separate() {
        if (needs_comma_) out_.push_back(',');
        return *this;
    }
    JsonText& name(std::string_view key) {
        separate();
        out_.push_back('"');
        out_.append(key).append("\":");
        needs_comma_ = false;
        return *this;
    }

    void quote(std::string_view value) {
        out_.push_back('"');
        for (const char c : value) {
            if (c == '"' || c == '\\') {
                out_.push_back('\\');
                out_.push_back(c);
            } else if (static_cast<unsigned char>(c) < 0x20) {
                escape(c);
            } else {
                out_.push_back(c);
            }
        }
        out_.push_back('"');
    }
    void escape(char c) {
        constexpr std::string_view hex = "0123456789abcdef";
        const auto code = static_cast<unsigned char>(c);
        out_.append("\\u00");
        out_.push_back(hex[code >> 4]);
        out_.push_back(hex[code & 15]);
    }

    std::string& out_;
    bool needs_comma_ = false;
};

}  // namespace jangteo::sandbox
