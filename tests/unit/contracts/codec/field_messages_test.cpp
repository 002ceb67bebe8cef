#include <gtest/gtest.h>

#include "contracts/codec/field_messages.hpp"

namespace jangteo::codec {
namespace {

using Problem = FieldProblem;

std::string ko(Problem problem, std::string expected = "") {
    return message({"/x", problem, std::move(expected)}, Language::ko);
}
std::string en(Problem problem, std::string expected = "") {
    return message({"/x", problem, std::move(expected)}, Language::en);
}

TEST(FieldMessages, have_words_for_every_problem_in_both_languages) {
    for (std::size_t i = 0; i < shape_of<Problem>().names.size(); ++i) {
        auto problem = static_cast<Problem>(i);
        EXPECT_FALSE(ko(problem).empty()) << text_of_enum(problem);
        EXPECT_FALSE(en(problem).empty()) << text_of_enum(problem);
        EXPECT_NE(ko(problem), en(problem)) << text_of_enum(problem);
    }
}

TEST(FieldMessages, say_the_limits_of_text) {
    EXPECT_EQ(ko(Problem::too_long, "1..100"), "1자에서 100자까지 쓸 수 있습니다.");
    EXPECT_EQ(en(Problem::too_long, "1..100"), "Use 1 to 100 characters.");
    EXPECT_EQ(en(Problem::too_long, "0..100"), "Use up to 100 characters.");
    EXPECT_EQ(ko(Problem::too_short, "10..10"), "10자를 쓰세요.");
    EXPECT_EQ(en(Problem::too_short, "1.."), "Use at least 1 character.");
}

TEST(FieldMessages, say_the_limits_of_numbers) {
    EXPECT_EQ(ko(Problem::too_small, "1..5"), "1에서 5까지의 수를 쓰세요.");
    EXPECT_EQ(en(Problem::too_large, "0..5"), "Use a number from 0 to 5.");
    EXPECT_EQ(en(Problem::too_large, "..-5"), "Use a number of at most -5.");
    EXPECT_EQ(en(Problem::too_small, "0.."), "Use a number of at least 0.");
}

TEST(FieldMessages, say_the_limits_of_lists) {
    EXPECT_EQ(ko(Problem::too_many, "1..20"), "1개에서 20개까지 넣을 수 있습니다.");
    EXPECT_EQ(en(Problem::too_few, "1..1"), "Give exactly 1 item.");
    EXPECT_EQ(en(Problem::too_many, "0..100"), "Give up to 100 items.");
}

TEST(FieldMessages, say_which_type_is_wanted) {
    EXPECT_EQ(ko(Problem::wrong_type, "integer"), "정수여야 합니다.");
    EXPECT_EQ(en(Problem::wrong_type, "boolean"), "Use true or false.");
    EXPECT_EQ(en(Problem::wrong_type), "This is of the wrong type.");
}

TEST(FieldMessages, list_the_choices) {
    EXPECT_EQ(ko(Problem::not_an_enumerator, "one of: card, transfer"),
              "다음 가운데 하나를 쓰세요: card, transfer");
    EXPECT_EQ(en(Problem::unknown_currency, "one of: KRW, USD"),
              "Use one of these currencies: KRW, USD.");
    EXPECT_EQ(en(Problem::wrong_id_kind, "ord_…"),
              "This is an id of another kind; it must be like ord_…");
}

TEST(FieldMessages, do_not_take_braces_in_the_expected_value_for_their_own) {
    EXPECT_EQ(en(Problem::not_an_enumerator, "one of: {0}, {"), "Use one of: {0}, {.");
}

}  // namespace
}  // namespace jangteo::codec
