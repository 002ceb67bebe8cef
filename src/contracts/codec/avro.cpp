#include "contracts/codec/avro.hpp"

#include <array>
#include <cstring>

#include "contracts/codec/avro_bytes.hpp"
#include "kernel/check.hpp"

namespace jangteo::codec {
namespace {

using Map = std::map<std::string, std::string>;

void put_long(std::int64_t number, std::string& out) {
    // Zigzag, so that small negative numbers are short too.
    auto bits =
        (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
    std::array<char, avro_varint_bytes_max> bytes;
    std::size_t size = 0;
    for (; bits > 0x7F; bits >>= 7) bytes[size++] = static_cast<char>(bits | 0x80);
    bytes[size++] = static_cast<char>(bits);
    out.append(bytes.data(), size);
}

void put_text(std::string_view text, std::string& out) {
    put_long(static_cast<std::int64_t>(text.size()), out);
    out += text;
}

void put_money(const Money& money, std::string& out) {
    put_long(money.amount, out);
    put_long(static_cast<std::int64_t>(money.currency), out);
}

void put_map(const Map& map, std::string& out) {
    if (!map.empty()) put_long(static_cast<std::int64_t>(map.size()), out);
    for (const auto& [name, value] : map) {
        put_text(name, out);
        put_text(value, out);
    }
    out += '\0';
}

void put(const void* value, const Shape& shape, std::string& out);

void put_optional(const void* optional, const Shape& shape, std::string& out) {
    const void* value = shape.value(optional);
    put_long(value == nullptr ? 0 : 1, out);
    if (value != nullptr) put(value, *shape.element, out);
}

void put_list(const void* list, const Shape& shape, std::string& out) {
    auto count = shape.size(list);
    if (count > 0) put_long(static_cast<std::int64_t>(count), out);
    for (std::size_t i = 0; i < count; ++i) put(shape.at(list, i), *shape.element, out);
    out += '\0';
}

void put_enumerator(std::size_t index, const Shape& shape, std::string& out) {
    check(index < shape.names.size(), "an enumeration holds one of its enumerators");
    put_long(static_cast<std::int64_t>(index), out);
}

void put(const void* value, const Shape& shape, std::string& out) {
    switch (shape.kind) {
        case Kind::boolean: out += *static_cast<const bool*>(value) ? '\1' : '\0'; return;
        case Kind::integer: return put_long(*static_cast<const std::int64_t*>(value), out);
        case Kind::text:
        case Kind::email:
        case Kind::url:
        case Kind::binary: return put_text(*static_cast<const std::string*>(value), out);
        case Kind::enumeration: return put_enumerator(shape.index(value), shape, out);
        case Kind::id: out.append(static_cast<const char*>(value), sizeof(Uuid)); return;
        case Kind::money: return put_money(*static_cast<const Money*>(value), out);
        case Kind::timestamp: return put_long(static_cast<const Timestamp*>(value)->us, out);
        case Kind::optional: return put_optional(value, shape, out);
        case Kind::list: return put_list(value, shape, out);
        case Kind::map: return put_map(*static_cast<const Map*>(value), out);
        case Kind::object:
            for (const auto& field : shape.fields) {
                put(static_cast<const char*>(value) + field.offset, *field.shape, out);
            }
    }
}

// Every function is false when the bytes cannot be that.
class Decoder {
  public:
    explicit Decoder(std::string_view bytes) : bytes_(bytes) {}

    bool done() const { return bytes_.done(); }

    bool take(void* out, const Shape& shape) {
        switch (shape.kind) {
            case Kind::boolean: return bytes_.boolean(*static_cast<bool*>(out));
            case Kind::integer: return bytes_.number(*static_cast<std::int64_t*>(out));
            case Kind::text:
            case Kind::email:
            case Kind::url: return text(*static_cast<std::string*>(out));
            case Kind::binary: return binary(*static_cast<std::string*>(out));
            case Kind::enumeration: return enumeration(out, shape);
            case Kind::id: return id(out);
            case Kind::money: return money(*static_cast<Money*>(out));
            case Kind::timestamp: return timestamp(*static_cast<Timestamp*>(out));
            case Kind::optional: return optional(out, shape);
            case Kind::list: return list(out, shape);
            case Kind::map: return map(*static_cast<Map*>(out));
            case Kind::object: return object(out, shape);
        }
        return false;
    }

  private:
    bool binary(std::string& out) {
        std::string_view value;
        if (!bytes_.bytes(value)) return false;
        out = value;
        return true;
    }

    bool text(std::string& out) {
        std::string_view text;
        if (!bytes_.text(text)) return false;
        out = text;
        return true;
    }

    bool id(void* out) {
        std::string_view uuid;
        if (!bytes_.fixed(sizeof(Uuid), uuid)) return false;
        std::memcpy(out, uuid.data(), sizeof(Uuid));
        return true;
    }

    bool enumeration(void* out, const Shape& shape) {
        std::size_t i = 0;
        if (!bytes_.index(i, shape.names.size())) return false;
        shape.set_index(out, i);
        return true;
    }

    bool money(Money& out) {
        std::size_t currency = 0;
        if (!bytes_.number(out.amount) || !bytes_.index(currency, currencies.size())) return false;
        out.currency = currencies[currency];
        return true;
    }

    // A time that no text can say would be a bug in whoever prints it, far from here.
    bool timestamp(Timestamp& out) {
        return bytes_.number(out.us) && out >= earliest_timestamp && out <= latest_timestamp;
    }

    bool optional(void* out, const Shape& shape) {
        std::size_t branch = 0;
        if (!bytes_.index(branch, 2)) return false;
        return branch == 0 || take(shape.engage(out), *shape.element);
    }

    bool object(void* out, const Shape& shape) {
        for (const auto& field : shape.fields) {
            if (!take(static_cast<char*>(out) + field.offset, *field.shape)) return false;
        }
        return true;
    }

    bool list(void* out, const Shape& shape) {
        return bytes_.blocks([&] { return take(shape.append(out), *shape.element); });
    }

    bool map(Map& out) {
        return bytes_.blocks([&] {
            std::string_view name;
            std::string_view value;
            // The same name twice would make the value depend on who reads it.
            return bytes_.text(name) && bytes_.text(value) && out.emplace(name, value).second;
        });
    }

    AvroBytes bytes_;
};

}  // namespace

void encode_avro(const void* object, const Shape& shape, std::string& out) {
    put(object, shape, out);
}

bool decode_avro(std::string_view bytes, void* object, const Shape& shape) {
    Decoder decoder(bytes);
    return decoder.take(object, shape) && decoder.done();
}

}  // namespace jangteo::codec
