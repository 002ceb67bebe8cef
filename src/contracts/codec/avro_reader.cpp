#include "contracts/codec/avro_reader.hpp"

#include <cstring>

#include "contracts/codec/avro_bytes.hpp"
#include "contracts/codec/avro_plan.hpp"

namespace jangteo::codec {
namespace {

using Type = AvroPlan::Type;
using Map = std::map<std::string, std::string>;

// `out` is nullptr where the value is only read past.
class Walk {
  public:
    explicit Walk(std::string_view bytes) : bytes_(bytes) {}

    bool done() const { return bytes_.done(); }

    bool take(const AvroPlan& plan, void* out) {
        if (plan.optional != nullptr) out = plan.optional->engage(out);
        if (plan.shape == nullptr && plan.type != Type::choice) out = nullptr;
        switch (plan.type) {
            case Type::nothing: return true;
            case Type::boolean: return boolean(out);
            case Type::number: return number(plan, out);
            case Type::real:
            case Type::fixed: return fixed(plan, out);
            case Type::bytes: return bytes(plan, out);
            case Type::text: return text(out, true);
            case Type::enumeration: return enumeration(plan, out);
            case Type::choice: return choice(plan, out);
            case Type::list: return list(plan, out);
            case Type::map: return map(plan, out);
            case Type::record: return record(plan, out);
            case Type::unreadable: return false;
        }
        return false;
    }

  private:
    bool boolean(void* out) {
        bool value = false;
        if (!bytes_.boolean(value)) return false;
        if (out != nullptr) *static_cast<bool*>(out) = value;
        return true;
    }

    bool number(const AvroPlan& plan, void* out) {
        std::int64_t value = 0;
        if (!bytes_.number(value)) return false;
        if (out == nullptr) return true;
        if (plan.shape->kind == Kind::integer) {
            *static_cast<std::int64_t*>(out) = value;
            return true;
        }
        *static_cast<Timestamp*>(out) = {value};
        return value >= earliest_timestamp.us && value <= latest_timestamp.us;
    }

    bool fixed(const AvroPlan& plan, void* out) {
        std::string_view value;
        if (!bytes_.fixed(plan.size, value)) return false;
        if (out != nullptr) std::memcpy(out, value.data(), sizeof(Uuid));
        return true;
    }

    bool bytes(const AvroPlan& plan, void* out) {
        return text(out, out != nullptr && plan.shape->kind != Kind::binary);
    }

    bool text(void* out, bool must_be_text) {
        std::string_view value;
        if (!(must_be_text ? bytes_.text(value) : bytes_.bytes(value))) return false;
        if (out != nullptr) *static_cast<std::string*>(out) = value;
        return true;
    }

    bool enumeration(const AvroPlan& plan, void* out) {
        std::size_t i = 0;
        if (!bytes_.index(i, plan.symbols.size())) return false;
        if (out == nullptr) return true;
        if (plan.symbols[i] == AvroPlan::no_symbol) return false;
        plan.shape->set_index(out, plan.symbols[i]);
        return true;
    }

    bool choice(const AvroPlan& plan, void* out) {
        std::size_t branch = 0;
        return bytes_.index(branch, plan.parts.size()) && take(plan.parts[branch], out);
    }

    bool list(const AvroPlan& plan, void* out) {
        return bytes_.blocks([&] {
            return take(plan.parts[0], out == nullptr ? nullptr : plan.shape->append(out));
        });
    }

    bool map(const AvroPlan& plan, void* out) {
        return bytes_.blocks([&] {
            std::string_view name;
            if (!bytes_.text(name)) return false;
            if (out == nullptr) return take(plan.parts[0], nullptr);
            auto [entry, fresh] = static_cast<Map*>(out)->try_emplace(std::string(name));
            return fresh && take(plan.parts[0], &entry->second);
        });
    }

    bool record(const AvroPlan& plan, void* out) {
        for (const auto& part : plan.parts) {
            if (!take(part, out == nullptr ? nullptr : static_cast<char*>(out) + part.offset))
                return false;
        }
        return true;
    }

    AvroBytes bytes_;
};

}  // namespace

std::expected<AvroReader, std::string> AvroReader::of(std::string_view writer_schema,
                                                      const Shape& shape) {
    auto plan = plan_avro(writer_schema, shape);
    if (!plan) return std::unexpected(plan.error());
    return AvroReader(std::make_shared<const AvroPlan>(std::move(*plan)));
}

bool AvroReader::decode(std::string_view bytes, void* object) const {
    Walk walk(bytes);
    return walk.take(*plan_, object) && walk.done();
}

}  // namespace jangteo::codec
