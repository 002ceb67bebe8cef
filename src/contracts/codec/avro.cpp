#include "contracts/codec/avro.hpp"

#include <cstring>
#include <vector>

#include "contracts/codec/avro_bytes.hpp"
#include "kernel/check.hpp"

namespace jangteo::codec {
namespace {

using Map = std::map<std::string, std::string>;

// Puts values behind each other into memory that is kept from one object to the next, so that an
// object costs no allocation but that of its own bytes.
class Encoder {
  public:
    // Valid until the next call.
    std::string_view encode(const void* object, const Shape& shape) {
        size_ = 0;
        put(object, shape);
        return {memory_.data(), size_};
    }

  private:
    void put(const void* value, const Shape& shape) {
        switch (shape.kind) {
            case Kind::boolean: return byte(*static_cast<const bool*>(value) ? '\1' : '\0');
            case Kind::integer: return number(*static_cast<const std::int64_t*>(value));
            case Kind::text:
            case Kind::email:
            case Kind::url:
            case Kind::binary: return text(*static_cast<const std::string*>(value));
            case Kind::enumeration: return enumerator(shape.index(value), shape);
            case Kind::id: return raw({static_cast<const char*>(value), sizeof(Uuid)});
            case Kind::money: return money(*static_cast<const Money*>(value));
            case Kind::timestamp: return number(static_cast<const Timestamp*>(value)->us);
            case Kind::optional: return optional(value, shape);
            case Kind::list: return list(value, shape);
            case Kind::map: return map(*static_cast<const Map*>(value));
            case Kind::object:
                for (const auto& field : shape.fields) {
                    put(static_cast<const char*>(value) + field.offset, *field.shape);
                }
        }
    }

    // Where the next `count` bytes go.
    char* room(std::size_t count) {
        if (memory_.size() - size_ < count) memory_.resize(2 * (memory_.size() + count));
        return memory_.data() + size_;
    }

    void byte(char value) {
        *room(1) = value;
        ++size_;
    }

    void raw(std::string_view bytes) {
        std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
        size_ += bytes.size();
    }

    void number(std::int64_t value) {
        // Zigzag, so that small negative numbers are short too.
        auto bits =
            (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
        char* to = room(avro_varint_bytes_max);
        for (; bits > 0x7F; bits >>= 7) *to++ = static_cast<char>(bits | 0x80);
        *to++ = static_cast<char>(bits);
        size_ = static_cast<std::size_t>(to - memory_.data());
    }

    void count(std::size_t value) { number(static_cast<std::int64_t>(value)); }

    void text(std::string_view text) {
        count(text.size());
        raw(text);
    }

    void money(const Money& money) {
        number(money.amount);
        number(static_cast<std::int64_t>(money.currency));
    }

    void map(const Map& map) {
        if (!map.empty()) count(map.size());
        for (const auto& [name, value] : map) {
            text(name);
            text(value);
        }
        byte('\0');
    }

    void optional(const void* optional, const Shape& shape) {
        const void* value = shape.value(optional);
        number(value == nullptr ? 0 : 1);
        if (value != nullptr) put(value, *shape.element);
    }

    void list(const void* list, const Shape& shape) {
        const std::size_t items = shape.size(list);
        if (items > 0) count(items);
        for (std::size_t i = 0; i < items; ++i) put(shape.at(list, i), *shape.element);
        byte('\0');
    }

    void enumerator(std::size_t index, const Shape& shape) {
        check(index < shape.names.size(), "an enumeration holds one of its enumerators");
        count(index);
    }

    std::vector<char> memory_ = std::vector<char>(4096);
    std::size_t size_ = 0;
};

// Valid until the next call on this thread.
std::string_view encoded(const void* object, const Shape& shape) {
    thread_local Encoder encoder;
    return encoder.encode(object, shape);
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
    out += encoded(object, shape);
}

std::string encode_avro(const void* object, const Shape& shape) {
    return std::string(encoded(object, shape));
}

bool decode_avro(std::string_view bytes, void* object, const Shape& shape) {
    Decoder decoder(bytes);
    return decoder.take(object, shape) && decoder.done();
}

}  // namespace jangteo::codec
