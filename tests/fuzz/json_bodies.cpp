// An HTTP body: its name, then the JSON text.

#include "contracts/codec/field_messages.hpp"
#include "contracts/codec/json.hpp"
#include "contracts/codec/text_rules.hpp"
#include "kernel/check.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

// What is told of a wrong field goes into an answer, so it must be fit for one.
void tell(const codec::FieldError& error) {
    check(error.pointer.empty() || error.pointer.front() == '/', "a pointer is empty or has a /");
    check(codec::count_code_points(error.pointer).has_value(), "a pointer is UTF-8");
    for (auto language : {Language::ko, Language::en}) {
        auto words = codec::message(error, language);
        check(!words.empty() && codec::count_code_points(words).has_value(),
              "what is wrong has words in UTF-8");
    }
}

void run(std::string_view input) {
    auto [name, text] = first_line(input);
    const Described* body = find_described(described_bodies(), name);
    if (!body) return;
    auto object = body->make();
    auto errors = codec::decode_json(text, object.get(), *body->shape);
    for (const auto& error : errors) tell(error);
    if (!errors.empty()) return;
    auto written = codec::encode_json(object.get(), *body->shape);
    auto again = body->make();
    check(codec::decode_json(written, again.get(), *body->shape).empty(),
          "what was read and written is read again");
    check(codec::encode_json(again.get(), *body->shape) == written,
          "reading what was written changes nothing");
}

}  // namespace

const Target json_bodies{"json_bodies", run, FirstLine::kept};

}  // namespace jangteo::fuzz
