#include <array>
#include <charconv>

#include "contracts/codec/json.hpp"
#include "kernel/check.hpp"

namespace jangteo::codec {
namespace {

// RFC 8259, 7: what follows the backslash ('u' where there is no short form), or 0 for a character
// that stands as it is.
constexpr std::array<char, 256> escapes = [] {
    std::array<char, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i) table[i] = 'u';
    table['"'] = '"';
    table['\\'] = '\\';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    return table;
}();

void put_escape(unsigned char c, std::string& out) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '\\';
    out += escapes[c];
    if (escapes[c] != 'u') return;
    out += "00";
    out += digits[c >> 4];
    out += digits[c & 15];
}

void put_text(std::string_view text, std::string& out) {
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        if (escapes[c] == 0) continue;
        out.append(text, done, i - done);
        put_escape(c, out);
        done = i + 1;
    }
    out.append(text, done);
    out += '"';
}

void put_integer(std::int64_t number, std::string& out) {
    std::array<char, 20> digits;
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void put_id(const Uuid& uuid, std::string_view prefix, std::string& out) {
    out += '"';
    out += prefix;
    out += '_';
    append_base32(uuid, out);
    out += '"';
}

void put_money(const Money& money, std::string& out) {
    out += R"({"amount":)";
    put_integer(money.amount, out);
    out += R"(,"currency":")";
    out += text_of(money.currency);
    out += R"("})";
}

void put_timestamp(Timestamp time, std::string& out) {
    out += '"';
    append_rfc3339(time, out);
    out += '"';
}

void put_enumerator(std::size_t index, const Shape& shape, std::string& out) {
    check(index < shape.names.size(), "an enumeration holds one of its enumerators");
    out += '"';
    out += shape.names[index];
    out += '"';
}

void put_map(const std::map<std::string, std::string>& map, std::string& out) {
    out += '{';
    bool first = true;
    for (const auto& [name, value] : map) {
        if (!first) out += ',';
        first = false;
        put_text(name, out);
        out += ':';
        put_text(value, out);
    }
    out += '}';
}

void put(const void* value, const Shape& shape, std::string& out);

void put_optional(const void* optional, const Shape& shape, std::string& out) {
    if (const void* value = shape.value(optional)) return put(value, *shape.element, out);
    out += "null";
}

void put_list(const void* list, const Shape& shape, std::string& out) {
    out += '[';
    auto count = shape.size(list);
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) out += ',';
        put(shape.at(list, i), *shape.element, out);
    }
    out += ']';
}

void put_object(const void* object, const Shape& shape, std::string& out) {
    out += '{';
    bool first = true;
    for (const auto& field : shape.fields) {
        const void* value = static_cast<const char*>(object) + field.offset;
        if (field.shape->kind == Kind::optional && field.shape->value(value) == nullptr) continue;
        out += first ? "\"" : ",\"";
        first = false;
        // Names of C++ members need no escapes.
        out += field.name;
        out += "\":";
        put(value, *field.shape, out);
    }
    out += '}';
}

void put(const void* value, const Shape& shape, std::string& out) {
    switch (shape.kind) {
        case Kind::boolean: out += *static_cast<const bool*>(value) ? "true" : "false"; return;
        case Kind::integer: return put_integer(*static_cast<const std::int64_t*>(value), out);
        case Kind::text:
        case Kind::email:
        case Kind::url: return put_text(*static_cast<const std::string*>(value), out);
        case Kind::binary: break;
        case Kind::enumeration: return put_enumerator(shape.index(value), shape, out);
        case Kind::id: return put_id(*static_cast<const Uuid*>(value), shape.prefix, out);
        case Kind::money: return put_money(*static_cast<const Money*>(value), out);
        case Kind::timestamp: return put_timestamp(*static_cast<const Timestamp*>(value), out);
        case Kind::optional: return put_optional(value, shape, out);
        case Kind::list: return put_list(value, shape, out);
        case Kind::map:
            return put_map(*static_cast<const std::map<std::string, std::string>*>(value), out);
        case Kind::object: return put_object(value, shape, out);
    }
    check(false, "no HTTP body holds binary data");
}

}  // namespace

std::string encode_json(const void* object, const Shape& shape) {
    std::string out;
    out.reserve(256);
    put(object, shape, out);
    return out;
}

}  // namespace jangteo::codec
