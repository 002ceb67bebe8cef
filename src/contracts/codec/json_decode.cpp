#include <fmt/format.h>

#include <bitset>

#include "contracts/codec/json.hpp"
#include "contracts/codec/json_document.hpp"
#include "contracts/codec/text_rules.hpp"
#include "kernel/check.hpp"

namespace jangteo::codec {
namespace {

using Node = JsonNode::Kind;

constexpr std::size_t fields_max = 256;
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

// Where we are, as a chain on the stack: its text is made only when something is wrong there.
struct Place {
    const Place* outer = nullptr;
    std::string_view name;
    std::size_t index = 0;

    std::string pointer() const {
        if (outer == nullptr) return "";
        auto text = outer->pointer() + "/";
        if (name.data() == nullptr) return text + std::to_string(index);
        for (char c : name) {
            text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        }
        return text;
    }
};

std::string range_text(const Shape& shape) {
    bool open_below = shape.min == std::numeric_limits<std::int64_t>::min();
    bool open_above = shape.max == no_limit;
    if (open_below && open_above) return fmt::format("{}..{}", shape.min, shape.max);
    if (open_above) return fmt::format("{}..", shape.min);
    if (open_below) return fmt::format("..{}", shape.max);
    return fmt::format("{}..{}", shape.min, shape.max);
}

// Names and values of a map are free in length but not in what they hold.
const Shape& map_text_shape() {
    static const Shape shape = detail::scalar(Kind::text, 0, no_limit - 1);
    return shape;
}

std::string currencies_text() {
    std::string text = "one of:";
    for (Currency currency : currencies) text += fmt::format(" {},", text_of(currency));
    text.pop_back();
    return text;
}

std::string prefix_text(const Shape& shape) { return fmt::format("{}_…", shape.prefix); }

// A well-formed TypeID, whatever its prefix.
bool is_some_id(std::string_view text) {
    auto line = text.rfind('_');
    return line != std::string_view::npos && line > 0 && uuid_of_base32(text.substr(line + 1));
}

class Decoder {
  public:
    explicit Decoder(const JsonDocument& document) : document_(document) {}

    void decode(std::size_t at, void* out, const Shape& shape, const Place& place) {
        switch (shape.kind) {
            case Kind::boolean: return boolean(at, out, place);
            case Kind::integer: return integer(at, out, shape, place);
            case Kind::text:
            case Kind::email:
            case Kind::url: return text(at, out, shape, place);
            case Kind::binary: break;
            case Kind::enumeration: return enumeration(at, out, shape, place);
            case Kind::id: return id(at, out, shape, place);
            case Kind::money: return money(at, out, place);
            case Kind::timestamp: return timestamp(at, out, place);
            case Kind::optional: return optional(at, out, shape, place);
            case Kind::list: return list(at, out, shape, place);
            case Kind::map: return map(at, out, shape, place);
            case Kind::object: return object(at, out, shape, place);
        }
        check(false, "no HTTP body holds binary data");
    }

    std::vector<FieldError> take_errors() { return std::move(errors_); }

  private:
    bool full() const { return errors_.size() >= json_errors_max; }

    void refuse(const Place& place, FieldProblem problem, std::string expected = "") {
        if (!full()) errors_.push_back({place.pointer(), problem, std::move(expected)});
    }

    bool is(std::size_t at, Node kind, const Place& place, const char* expected) {
        if (document_[at].kind == kind) return true;
        refuse(place, FieldProblem::wrong_type, expected);
        return false;
    }

    void boolean(std::size_t at, void* out, const Place& place) {
        if (is(at, Node::boolean, place, "boolean"))
            *static_cast<bool*>(out) = document_[at].number != 0;
    }

    void integer(std::size_t at, void* out, const Shape& shape, const Place& place) {
        const auto& node = document_[at];
        bool whole = node.kind == Node::integer;
        if (node.kind == Node::below_integers || (whole && node.number < shape.min)) {
            refuse(place, FieldProblem::too_small, range_text(shape));
        } else if (node.kind == Node::above_integers || (whole && node.number > shape.max)) {
            refuse(place, FieldProblem::too_large, range_text(shape));
        } else if (is(at, Node::integer, place, "integer")) {
            *static_cast<std::int64_t*>(out) = node.number;
        }
    }

    void text(std::size_t at, void* out, const Shape& shape, const Place& place) {
        if (!is(at, Node::string, place, "string")) return;
        auto text = document_.text(document_[at]);
        auto length = static_cast<std::int64_t>(count_code_points(text).value_or(0));
        auto& field = *static_cast<std::string*>(out);
        if (shape.max != no_limit && has_control_character(text)) {
            refuse(place, FieldProblem::control_character);
        } else if (length < shape.min) {
            refuse(place, FieldProblem::too_short, range_text(shape));
        } else if (length > shape.max) {
            refuse(place, FieldProblem::too_long, range_text(shape));
        } else if (shape.kind == Kind::email && !is_email(text)) {
            refuse(place, FieldProblem::not_an_email, "name@example.com");
        } else if (shape.kind == Kind::url && !is_url(text)) {
            refuse(place, FieldProblem::not_a_url, "https://…");
        } else if (shape.kind == Kind::email) {
            field = to_lower_case(text);
        } else {
            field = text;
        }
    }

    void enumeration(std::size_t at, void* out, const Shape& shape, const Place& place) {
        if (!is(at, Node::string, place, "string")) return;
        auto text = document_.text(document_[at]);
        for (std::size_t i = 0; i < shape.names.size(); ++i) {
            if (shape.names[i] == text) return shape.set_index(out, i);
        }
        refuse(place, FieldProblem::not_an_enumerator,
               fmt::format("one of: {}", fmt::join(shape.names, ", ")));
    }

    void id(std::size_t at, void* out, const Shape& shape, const Place& place) {
        if (!is(at, Node::string, place, "string")) return;
        auto text = document_.text(document_[at]);
        auto size = shape.prefix.size();
        if (text.size() == size + 27 && text.starts_with(shape.prefix) && text[size] == '_') {
            if (auto uuid = uuid_of_base32(text.substr(size + 1))) {
                *static_cast<Uuid*>(out) = *uuid;
                return;
            }
        }
        refuse(place, is_some_id(text) ? FieldProblem::wrong_id_kind : FieldProblem::not_an_id,
               prefix_text(shape));
    }

    void timestamp(std::size_t at, void* out, const Place& place) {
        if (!is(at, Node::string, place, "string")) return;
        if (auto time = parse_rfc3339(document_.text(document_[at]))) {
            *static_cast<Timestamp*>(out) = *time;
        } else {
            refuse(place, FieldProblem::not_a_time, "2026-01-31T09:00:00Z");
        }
    }

    void optional(std::size_t at, void* out, const Shape& shape, const Place& place) {
        if (document_[at].kind == Node::null) return;
        decode(at, shape.engage(out), *shape.element, place);
    }

    void list(std::size_t at, void* out, const Shape& shape, const Place& place) {
        if (!is(at, Node::array, place, "array")) return;
        std::int64_t count = document_[at].count;
        if (count < shape.min) refuse(place, FieldProblem::too_few, range_text(shape));
        // Too many are not looked at: the limit is there to bound the work.
        if (count > shape.max) return refuse(place, FieldProblem::too_many, range_text(shape));
        std::size_t child = at + 1;
        for (std::size_t i = 0; child < document_[at].end && !full();
             ++i, child = document_[child].end) {
            decode(child, shape.append(out), *shape.element, Place{&place, {}, i});
        }
    }

    void map(std::size_t at, void* out, const Shape& shape, const Place& place) {
        if (!is(at, Node::object, place, "object")) return;
        std::int64_t count = document_[at].count;
        if (count > shape.max) return refuse(place, FieldProblem::too_many, range_text(shape));
        auto& entries = *static_cast<std::map<std::string, std::string>*>(out);
        for (std::size_t name = at + 1; name < document_[at].end; name = document_[name + 1].end) {
            auto key = document_.text(document_[name]);
            Place here{&place, key};
            auto [entry, fresh] = entries.try_emplace(std::string(key));
            if (!fresh) refuse(here, FieldProblem::duplicate_field);
            if (has_control_character(key)) refuse(here, FieldProblem::control_character);
            text(name + 1, &entry->second, map_text_shape(), here);
        }
    }

    void money(std::size_t at, void* out, const Place& place) {
        struct Parts {
            std::int64_t amount = 0;
            std::string currency;
        } parts;
        static const Shape shape = [] {
            Shape object;
            object.fields = {{"amount", offsetof(Parts, amount), &shape_of<std::int64_t>()},
                             {"currency", offsetof(Parts, currency), &shape_of<std::string>()}};
            return object;
        }();
        auto errors_before = errors_.size();
        object(at, &parts, shape, place);
        if (errors_.size() != errors_before) return;
        auto currency = parse_currency(parts.currency);
        if (!currency) {
            return refuse(Place{&place, "currency"}, FieldProblem::unknown_currency,
                          currencies_text());
        }
        *static_cast<Money*>(out) = {parts.amount, *currency};
    }

    void object(std::size_t at, void* out, const Shape& shape, const Place& place) {
        if (!is(at, Node::object, place, "object")) return;
        std::bitset<fields_max> seen;
        check(shape.fields.size() <= fields_max, "an object has at most 256 fields");
        for (std::size_t name = at + 1; name < document_[at].end && !full();
             name = document_[name + 1].end) {
            member(name, out, shape, place, seen);
        }
        for (std::size_t i = 0; i < shape.fields.size(); ++i) {
            const auto& field = shape.fields[i];
            if (!seen[i] && field.shape->kind != Kind::optional) {
                refuse(Place{&place, field.name}, FieldProblem::missing);
            }
        }
    }

    void member(std::size_t name, void* out, const Shape& shape, const Place& place,
                std::bitset<fields_max>& seen) {
        auto key = document_.text(document_[name]);
        Place here{&place, key};
        auto i = field_index(shape, key);
        if (i == shape.fields.size()) return refuse(here, FieldProblem::unknown_field);
        if (seen[i]) return refuse(here, FieldProblem::duplicate_field);
        seen[i] = true;
        decode(name + 1, static_cast<char*>(out) + shape.fields[i].offset, *shape.fields[i].shape,
               here);
    }

    static std::size_t field_index(const Shape& shape, std::string_view name) {
        std::size_t i = 0;
        while (i < shape.fields.size() && shape.fields[i].name != name) ++i;
        return i;
    }

    const JsonDocument& document_;
    std::vector<FieldError> errors_;
};

}  // namespace

std::vector<FieldError> decode_json(std::string_view text, void* object, const Shape& shape) {
    auto document = JsonDocument::parse(text);
    if (!document) return {{"", document.error(), ""}};
    Decoder decoder(*document);
    decoder.decode(0, object, shape, Place{});
    return decoder.take_errors();
}

}  // namespace jangteo::codec
