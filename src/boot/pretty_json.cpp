#include "boot/pretty_json.hpp"

#include <boost/json.hpp>

namespace jangteo::boot {
namespace {

constexpr std::size_t columns_max = 100;
constexpr std::size_t indent_width = 2;

void write(const boost::json::value& value, std::size_t indent, std::string& out) {
    std::string line = boost::json::serialize(value);
    const bool fits = indent + line.size() <= columns_max;
    const auto* object = value.if_object();
    const auto* array = value.if_array();
    if (fits || (!object && !array)) {
        out += line;
        return;
    }
    const std::string inner(indent + indent_width, ' ');
    const char* separator = "";
    out += object ? "{" : "[";
    const auto begin = [&] {
        out += separator;
        out += "\n" + inner;
        separator = ",";
    };
    if (object) {
        for (const auto& [name, member] : *object) {
            begin();
            out += boost::json::serialize(boost::json::value(name)) + ": ";
            write(member, inner.size(), out);
        }
    } else {
        for (const auto& item : *array) {
            begin();
            write(item, inner.size(), out);
        }
    }
    out += "\n" + std::string(indent, ' ') + (object ? "}" : "]");
}

}  // namespace

std::string pretty_json(const boost::json::value& value) {
    std::string out;
    write(value, 0, out);
    return out;
}

}  // namespace jangteo::boot
