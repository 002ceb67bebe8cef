#include "contracts/codec/json_document.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>

#include <array>
#include <limits>

#include "contracts/codec/text_rules.hpp"

namespace jangteo::codec {

// The events of boost::json::basic_parser as nodes. A member function returns true to go on.
class JsonDocumentBuilder {
    using Error = boost::json::error_code;
    using View = boost::json::string_view;

  public:
    static constexpr std::size_t max_object_size = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t max_array_size = max_object_size;
    static constexpr std::size_t max_key_size = max_object_size;
    static constexpr std::size_t max_string_size = max_object_size;

    void start(std::size_t bytes) {
        document_.texts_.reserve(bytes);
        document_.nodes_.reserve(bytes / 8 + 8);
    }
    JsonDocument take() { return std::move(document_); }

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }

    bool on_array_begin(Error&) { return open(JsonNode::Kind::array); }
    bool on_array_end(std::size_t count, Error&) { return close(count); }
    bool on_object_begin(Error&) { return open(JsonNode::Kind::object); }
    bool on_object_end(std::size_t count, Error&) { return close(count); }

    bool on_key_part(View part, std::size_t, Error&) { return append(part); }
    bool on_key(View part, std::size_t size, Error&) { return end_text(part, size); }
    bool on_string_part(View part, std::size_t, Error&) { return append(part); }
    bool on_string(View part, std::size_t size, Error&) { return end_text(part, size); }

    bool on_number_part(View part, Error&) { return note_number(part); }
    bool on_int64(std::int64_t number, View part, Error&) {
        note_number(part);
        return add_number(JsonNode::Kind::integer, number);
    }
    bool on_uint64(std::uint64_t, View part, Error&) {
        note_number(part);
        return add_number(JsonNode::Kind::above_integers, 0);
    }
    bool on_double(double number, View part, Error&) {
        note_number(part);
        if (number_is_fraction_) return add_number(JsonNode::Kind::fraction, 0);
        return add_number(
            number < 0 ? JsonNode::Kind::below_integers : JsonNode::Kind::above_integers, 0);
    }
    bool on_bool(bool value, Error&) {
        add(JsonNode::Kind::boolean).number = value;
        return true;
    }
    bool on_null(Error&) {
        add(JsonNode::Kind::null);
        return true;
    }

    bool on_comment_part(View, Error&) { return true; }
    bool on_comment(View, Error&) { return true; }

  private:
    JsonNode& add(JsonNode::Kind kind) {
        auto& node = document_.nodes_.emplace_back();
        node.kind = kind;
        node.end = static_cast<std::uint32_t>(document_.nodes_.size());
        return node;
    }

    bool open(JsonNode::Kind kind) {
        open_[depth_++] = static_cast<std::uint32_t>(document_.nodes_.size());
        add(kind);
        return true;
    }

    bool close(std::size_t count) {
        auto& node = document_.nodes_[open_[--depth_]];
        node.count = static_cast<std::uint32_t>(count);
        node.end = static_cast<std::uint32_t>(document_.nodes_.size());
        return true;
    }

    bool append(View part) {
        document_.texts_.append(part.data(), part.size());
        return true;
    }

    bool end_text(View part, std::size_t size) {
        append(part);
        auto& node = add(JsonNode::Kind::string);
        node.text = {static_cast<std::uint32_t>(document_.texts_.size() - size),
                     static_cast<std::uint32_t>(size)};
        return true;
    }

    bool note_number(View part) {
        number_is_fraction_ |= part.find_first_of(".eE") != View::npos;
        return true;
    }

    bool add_number(JsonNode::Kind kind, std::int64_t number) {
        add(kind).number = number;
        number_is_fraction_ = false;
        return true;
    }

    JsonDocument document_;
    std::array<std::uint32_t, json_depth_max + 1> open_{};
    std::size_t depth_ = 0;
    bool number_is_fraction_ = false;
};

namespace {

FieldProblem problem_of(const boost::json::error_code& error, std::string_view text) {
    if (error == boost::json::error::too_deep) return FieldProblem::too_deep;
    return count_code_points(text) ? FieldProblem::malformed : FieldProblem::not_utf8;
}

}  // namespace

std::expected<JsonDocument, FieldProblem> JsonDocument::parse(std::string_view text) {
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
        return std::unexpected(FieldProblem::too_long);
    }
    boost::json::parse_options options;
    options.max_depth = json_depth_max;
    boost::json::basic_parser<JsonDocumentBuilder> parser(options);
    parser.handler().start(text.size());
    boost::json::error_code error;
    auto parsed = parser.write_some(false, text.data(), text.size(), error);
    if (error) return std::unexpected(problem_of(error, text));
    if (parsed != text.size()) return std::unexpected(FieldProblem::malformed);
    return parser.handler().take();
}

}  // namespace jangteo::codec
