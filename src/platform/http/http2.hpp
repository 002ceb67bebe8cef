#pragma once

// What both ends of an HTTP/2 connection share (RFC 9113, HPACK: RFC 7541). Frames and header
// compression are nghttp2's; sockets and limits are ours. A session is used by one thread.

#include <nghttp2/nghttp2.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace jangteo::platform::http {

struct Http2Delete {
    void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
};
using Http2Session = std::unique_ptr<nghttp2_session, Http2Delete>;

// Those of all sessions of a kind: made once, never freed.
nghttp2_session_callbacks* new_http2_callbacks();

// Borrows both until they are submitted. `name` in lower case.
nghttp2_nv http2_field(std::string_view name, std::string_view value);

// What nghttp2 gives as a pointer and a length.
std::string_view http2_text(const std::uint8_t* bytes, std::size_t size);

// Appends what the session wants to send, up to about `bytes_max`. False: the session is broken.
bool append_frames(nghttp2_session& session, std::string& out, std::size_t bytes_max);

}  // namespace jangteo::platform::http
