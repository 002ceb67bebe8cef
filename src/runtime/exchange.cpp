#include "runtime/exchange.hpp"

namespace jangteo::runtime {

std::string_view text_of(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::del: return "DELETE";
        case Method::other: return "OTHER";
    }
    return "";
}

}  // namespace jangteo::runtime
