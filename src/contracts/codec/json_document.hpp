#pragma once

// JsonDocument: a JSON text as one flat row of nodes in reading order. Unlike the tree of
// Boost.JSON it keeps duplicate names, tells 1 from 1.0, and is dropped in one piece. It owns all
// that it refers to.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/codec/json.hpp"

namespace jangteo::codec {

struct JsonNode {
    enum class Kind : std::uint8_t {
        null,
        boolean,         // number is 0 or 1
        integer,         // number
        above_integers,  // a whole number greater than int64_t holds
        below_integers,
        fraction,  // written with a point or an exponent, whatever its value
        string,    // text
        array,     // count elements
        object,    // count members: the name (a string), then the value
    };

    Kind kind = Kind::null;
    std::uint32_t count = 0;
    std::uint32_t end = 0;  // index of the first node behind this one and all it holds
    union {
        std::int64_t number = 0;
        struct {
            std::uint32_t offset;
            std::uint32_t size;
        } text;
    };
};

class JsonDocument {
  public:
    static std::expected<JsonDocument, FieldProblem> parse(std::string_view text);

    const JsonNode& operator[](std::size_t index) const { return nodes_[index]; }
    std::string_view text(const JsonNode& node) const {
        return std::string_view(texts_).substr(node.text.offset, node.text.size);
    }

  private:
    friend class JsonDocumentBuilder;

    std::vector<JsonNode> nodes_;
    std::string texts_;
};

}  // namespace jangteo::codec
