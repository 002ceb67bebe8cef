#include "platform/http/http2.hpp"

#include "kernel/check.hpp"

namespace jangteo::platform::http {

nghttp2_session_callbacks* new_http2_callbacks() {
    nghttp2_session_callbacks* made = nullptr;
    check(nghttp2_session_callbacks_new(&made) == 0, "nghttp2 has memory");
    return made;
}

nghttp2_nv http2_field(std::string_view name, std::string_view value) {
    const auto bytes_of = [](std::string_view text) {
        // nghttp2 copies; it takes no pointer to const.
        return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    };
    return {bytes_of(name), bytes_of(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

std::string_view http2_text(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

bool append_frames(nghttp2_session& session, std::string& out, std::size_t bytes_max) {
    while (out.size() < bytes_max) {
        const std::uint8_t* bytes = nullptr;
        const ssize_t count = nghttp2_session_mem_send(&session, &bytes);
        if (count < 0) return false;
        if (count == 0) break;
        out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace jangteo::platform::http
