#include "contracts/codec/field_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jangteo::codec {
namespace {

// A limit in the form that its two ends ask for: {0} is the least, {1} the most, {2} the English
// plural.
struct Limit {
    Words between;
    Words exactly;
    Words at_least;
    Words at_most;
};

constexpr Limit characters{
    {"{0}자에서 {1}자까지 쓸 수 있습니다.", "Use {0} to {1} character{2}."},
    {"{1}자를 쓰세요.", "Use exactly {1} character{2}."},
    {"{0}자 이상 쓰세요.", "Use at least {0} character{2}."},
    {"{1}자까지 쓸 수 있습니다.", "Use up to {1} character{2}."},
};
constexpr Limit numbers{
    {"{0}에서 {1}까지의 수를 쓰세요.", "Use a number from {0} to {1}."},
    {"{1}만 쓸 수 있습니다.", "Only {1} is allowed."},
    {"{0} 이상의 수를 쓰세요.", "Use a number of at least {0}."},
    {"{1} 이하의 수를 쓰세요.", "Use a number of at most {1}."},
};
constexpr Limit items{
    {"{0}개에서 {1}개까지 넣을 수 있습니다.", "Give {0} to {1} item{2}."},
    {"{1}개를 넣으세요.", "Give exactly {1} item{2}."},
    {"{0}개 이상 넣으세요.", "Give at least {0} item{2}."},
    {"{1}개까지 넣을 수 있습니다.", "Give up to {1} item{2}."},
};

// {0} is what would be right. Where there is a limit, the words are for an error that does not name
// it.
struct Sentence {
    FieldProblem problem;
    Words words;
    const Limit* limit = nullptr;
};

constexpr std::array sentences{
    Sentence{FieldProblem::malformed,
             {"JSON 형식이 올바르지 않습니다.", "This is not valid JSON."}},
    Sentence{FieldProblem::too_deep,
             {"너무 깊게 중첩되어 있습니다.", "This is nested too deeply."}},
    Sentence{FieldProblem::missing, {"필수 항목입니다.", "This field is required."}},
    Sentence{FieldProblem::unknown_field, {"알 수 없는 항목입니다.", "There is no such field."}},
    Sentence{FieldProblem::wrong_type, {"값의 종류가 다릅니다.", "This is of the wrong type."}},
    Sentence{FieldProblem::too_short, {"너무 짧습니다.", "This is too short."}, &characters},
    Sentence{FieldProblem::too_long, {"너무 깁니다.", "This is too long."}, &characters},
    Sentence{FieldProblem::too_small, {"너무 작습니다.", "This is too small."}, &numbers},
    Sentence{FieldProblem::too_large, {"너무 큽니다.", "This is too large."}, &numbers},
    Sentence{FieldProblem::too_few, {"너무 적습니다.", "These are too few."}, &items},
    Sentence{FieldProblem::too_many, {"너무 많습니다.", "These are too many."}, &items},
    Sentence{FieldProblem::not_utf8, {"UTF-8 문자가 아닙니다.", "This is not valid UTF-8."}},
    Sentence{FieldProblem::control_character,
             {"줄바꿈과 탭 말고는 제어 문자를 쓸 수 없습니다.",
              "Control characters other than newline and tab are not allowed."}},
    Sentence{FieldProblem::not_an_enumerator,
             {"다음 가운데 하나를 쓰세요: {0}", "Use one of: {0}."}},
    Sentence{FieldProblem::not_an_id, {"{0} 형식의 ID가 아닙니다.", "This is not an id like {0}"}},
    Sentence{FieldProblem::wrong_id_kind,
             {"다른 종류의 ID입니다. {0} 형식이어야 합니다.",
              "This is an id of another kind; it must be like {0}"}},
    Sentence{FieldProblem::not_a_time,
             {"시각이 아닙니다. 예: {0}", "This is not a time; write it like {0}."}},
    Sentence{FieldProblem::not_an_email,
             {"이메일 주소가 아닙니다. 예: {0}", "This is not an e-mail address like {0}."}},
    Sentence{FieldProblem::not_a_url,
             {"웹 주소가 아닙니다. https:// 또는 http://로 시작해야 합니다.",
              "This is not a web address; it starts with https:// or http://."}},
    Sentence{FieldProblem::unknown_currency,
             {"다음 통화 가운데 하나를 쓰세요: {0}", "Use one of these currencies: {0}."}},
    Sentence{FieldProblem::duplicate_field,
             {"같은 항목이 두 번 있습니다.", "This field occurs twice."}},
};

static_assert(
    [] {
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            if (static_cast<std::size_t>(sentences[i].problem) != i) return false;
        }
        return true;
    }(),
    "sentences stand in the order of the problems");

struct Type {
    std::string_view name;
    Words words;
};

constexpr std::array types{
    Type{"boolean", {"참 또는 거짓이어야 합니다.", "Use true or false."}},
    Type{"integer", {"정수여야 합니다.", "Use a whole number."}},
    Type{"string", {"문자열이어야 합니다.", "Use text."}},
    Type{"object", {"객체여야 합니다.", "Use an object."}},
    Type{"array", {"배열이어야 합니다.", "Use a list."}},
};

constexpr std::string_view choices = "one of: ";

// The range is "1..100", "1.." or "..100"; a least of 0 needs no mention.
std::string limit_sentence(const Limit& limit, std::string_view range, std::size_t dots,
                           Language language) {
    auto least = range.substr(0, dots);
    auto most = range.substr(dots + 2);
    const Words* words = &limit.between;
    if (least == most) {
        words = &limit.exactly;
    } else if (most.empty()) {
        words = &limit.at_least;
    } else if (least.empty() || (least == "0" && &limit != &numbers)) {
        words = &limit.at_most;
    }
    bool is_one = (most.empty() ? least : most) == "1";
    return fmt::format(fmt::runtime(words->in(language)), least, most, is_one ? "" : "s");
}

}  // namespace

std::string message(const FieldError& error, Language language) {
    const auto& sentence = sentences[static_cast<std::size_t>(error.problem)];
    std::string_view expected = error.expected;
    auto dots = expected.find("..");
    if (sentence.limit != nullptr && dots != std::string_view::npos) {
        return limit_sentence(*sentence.limit, expected, dots, language);
    }
    if (error.problem == FieldProblem::wrong_type) {
        auto type = std::ranges::find(types, expected, &Type::name);
        if (type != types.end()) return std::string(type->words.in(language));
    }
    if (expected.starts_with(choices)) expected.remove_prefix(choices.size());
    return fmt::format(fmt::runtime(sentence.words.in(language)), expected);
}

}  // namespace jangteo::codec
