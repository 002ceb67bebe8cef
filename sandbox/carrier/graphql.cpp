#include "sandbox/carrier/graphql.hpp"

#include <boost/json/array.hpp>

#include <charconv>
#include <utility>

namespace jangteo::sandbox::carrier {

namespace json = boost::json;

namespace {

constexpr int depth_max = 32;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct SyntaxError {
    std::string words;
};

class Parser {
  public:
    Parser(std::string_view text, const json::object& variables)
        : text_(text), variables_(variables) {}

    GraphqlOperation operation() {
        GraphqlOperation operation;
        if (peek() != '{') {
            const std::string kind = name();
            if (kind != "query" && kind != "mutation") fail("expected query or mutation");
            operation.is_mutation = kind == "mutation";
            if (is_letter(peek())) name();
            if (peek() == '(') skip_declarations();
        }
        operation.selection = selection(0);
        if (peek() != '\0') fail("one operation is enough");
        return operation;
    }

  private:
    [[noreturn]] void fail(std::string words) const {
        throw SyntaxError{"Syntax Error: " + std::move(words) + " at " + std::to_string(at_)};
    }

    // The next character that means something; '\0' at the end.
    char peek() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#') {
                while (at_ < text_.size() && text_[at_] != '\n') ++at_;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
                ++at_;
            } else {
                return c;
            }
        }
        return '\0';
    }

    void expect(char c) {
        if (peek() != c) fail(std::string("expected ") + c);
        ++at_;
    }

    std::string name() {
        if (!is_letter(peek())) fail("expected a name");
        const std::size_t begin = at_;
        while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }

    // ($carrier: ID! = "x", …): the types are the server's business.
    void skip_declarations() {
        expect('(');
        int depth = 1;
        while (depth > 0) {
            const char c = peek();
            if (c == '\0') fail("expected )");
            if (c == '"') {
                string();
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            ++at_;
        }
    }

    std::vector<GraphqlField> selection(int depth) {
        if (depth > depth_max) fail("too deep");
        std::vector<GraphqlField> fields;
        expect('{');
        while (peek() != '}') {
            if (peek() == '.') fail("fragments are not supported here");
            fields.push_back(field(depth));
        }
        ++at_;
        if (fields.empty()) fail("expected a field");
        return fields;
    }

    GraphqlField field(int depth) {
        GraphqlField field;
        field.alias = field.name = name();
        if (peek() == ':') {
            ++at_;
            field.name = name();
        }
        if (peek() == '(') field.arguments = arguments(depth);
        if (peek() == '{') field.selection = selection(depth + 1);
        return field;
    }

    std::map<std::string, json::value> arguments(int depth) {
        std::map<std::string, json::value> all;
        expect('(');
        while (peek() != ')') {
            std::string key = name();
            expect(':');
            all.insert_or_assign(std::move(key), value(depth + 1));
        }
        ++at_;
        return all;
    }

    json::value value(int depth) {
        if (depth > depth_max) fail("too deep");
        const char c = peek();
        if (c == '$') {
            ++at_;
            const std::string variable = name();
            const json::value* given = variables_.if_contains(variable);
            return given == nullptr ? json::value() : *given;
        }
        if (c == '"') return json::value(string());
        if (c == '-' || is_digit(c)) return number();
        if (c == '{') return object(depth);
        if (c == '[') return list(depth);
        const std::string word = name();
        if (word == "true" || word == "false") return json::value(word == "true");
        return word == "null" ? json::value() : json::value(word);
    }

    std::string string() {
        expect('"');
        std::string value;
        while (at_ < text_.size() && text_[at_] != '"') {
            if (text_[at_] == '\n') fail("unterminated string");
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            value.push_back(text_[at_++]);
        }
        if (at_ == text_.size()) fail("unterminated string");
        ++at_;
        return value;
    }

    json::value number() {
        double number = 0;
        const auto [end, error] =
            std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
        if (error != std::errc{}) fail("expected a number");
        at_ = static_cast<std::size_t>(end - text_.data());
        return json::value(number);
    }

    json::value object(int depth) {
        json::object all;
        expect('{');
        while (peek() != '}') {
            const std::string key = name();
            expect(':');
            all[key] = value(depth + 1);
        }
        ++at_;
        return all;
    }

    json::value list(int depth) {
        json::array all;
        expect('[');
        while (peek() != ']') all.push_back(value(depth + 1));
        ++at_;
        return all;
    }

    std::string_view text_;
    const json::object& variables_;
    std::size_t at_ = 0;
};

}  // namespace

std::expected<GraphqlOperation, std::string> parse_graphql(std::string_view query,
                                                           const json::object& variables) {
    try {
        return Parser(query, variables).operation();
    } catch (const SyntaxError& error) {
        return std::unexpected(error.words);
    }
}

std::expected<json::value, std::string> select(const json::value& value,
                                               const std::vector<GraphqlField>& selection) {
    if (selection.empty() || value.is_null()) return value;
    if (const json::array* items = value.if_array()) {
        json::array selected;
        for (const json::value& item : *items) {
            auto part = select(item, selection);
            if (!part) return part;
            selected.push_back(std::move(*part));
        }
        return json::value(std::move(selected));
    }
    const json::object* object = value.if_object();
    if (object == nullptr) return std::unexpected(selection.front().name);
    json::object selected;
    for (const GraphqlField& field : selection) {
        const json::value* found = object->if_contains(field.name);
        if (found == nullptr) return std::unexpected(field.name);
        auto part = select(*found, field.selection);
        if (!part) return part;
        selected[field.alias] = std::move(*part);
    }
    return json::value(std::move(selected));
}

}  // namespace jangteo::sandbox::carrier
