#include "boot/replay/csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jangteo::boot {
namespace {

struct Read {
    std::int64_t line;
    std::vector<std::string> fields;
    std::string problem;
    bool operator==(const Read&) const = default;
};

// All rows, the text handed out `step` bytes at a time.
std::vector<Read> rows_of(std::string text, std::size_t step = 1 << 20) {
    std::size_t at = 0;
    CsvReader reader([&](std::span<char> out) {
        std::size_t size = std::min({out.size(), step, text.size() - at});
        std::copy_n(text.data() + at, size, out.data());
        at += size;
        return size;
    });
    std::vector<Read> rows;
    for (CsvRow row; reader.next(row);) {
        rows.push_back({row.line, row.problem.empty() ? row.fields : std::vector<std::string>{},
                        std::string(row.problem)});
    }
    return rows;
}

using Fields = std::vector<std::string>;

TEST(Csv, reads_plain_and_quoted_fields) {
    auto rows = rows_of("a,b,c\n\"x, y\",\"say \"\"hi\"\"\",\n");
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0].fields, (Fields{"a", "b", "c"}));
    EXPECT_EQ(rows[1].fields, (Fields{"x, y", "say \"hi\"", ""}));
}

TEST(Csv, a_quoted_field_may_hold_newlines_and_lines_are_counted_by_the_file) {
    auto rows = rows_of("a,\"one\ntwo\"\nb,c\n");
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0].fields, (Fields{"a", "one\ntwo"}));
    EXPECT_EQ(rows[1].line, 3);
}

TEST(Csv, reads_windows_lines_a_byte_order_mark_and_a_last_line_without_an_end) {
    auto rows = rows_of(
        "\xEF\xBB\xBF"
        "a,b\r\n\"c\",d\r\n\r\n1,\"2\"");
    ASSERT_EQ(rows.size(), 3);
    EXPECT_EQ(rows[0].fields, (Fields{"a", "b"}));
    EXPECT_EQ(rows[1].fields, (Fields{"c", "d"}));
    EXPECT_EQ(rows[2].fields, (Fields{"1", "2"}));
    EXPECT_EQ(rows[2].line, 4);
}

TEST(Csv, a_stray_quote_costs_one_row) {
    auto rows = rows_of("a,b\"c,d\ne,\"f\"g\nh,i\n");
    ASSERT_EQ(rows.size(), 3);
    EXPECT_EQ(rows[0].problem, "a quote within a field that is not quoted");
    EXPECT_EQ(rows[1].problem, "text behind a closing quote");
    EXPECT_EQ(rows[2], (Read{3, {"h", "i"}, ""}));
}

TEST(Csv, a_quote_that_is_never_closed_costs_one_row) {
    auto rows = rows_of("a,\"b\nc,d\n");
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0].problem, "a quote that is not closed");
    EXPECT_EQ(rows[1], (Read{2, {"c", "d"}, ""}));
}

TEST(Csv, a_huge_field_is_refused_and_reading_goes_on) {
    auto rows = rows_of("a," + std::string(1 << 20, 'x') + "\nb,\"" +
                        std::string(csv_row_bytes_max * 3, '\n') + "\nc,d\n");
    ASSERT_EQ(rows.size(), 3);
    EXPECT_EQ(rows[0].problem, "the row is longer than 64 KiB");
    EXPECT_EQ(rows[1].problem, "the row is longer than 64 KiB");
    EXPECT_EQ(rows[2].fields, (Fields{"c", "d"}));
    EXPECT_EQ(rows[2].line, static_cast<std::int64_t>(csv_row_bytes_max) * 3 + 3);
}

TEST(Csv, gives_the_same_rows_however_the_bytes_arrive) {
    std::string text =
        "a,\"b \"\"q\"\" \",c\r\n\"1\n2\",\"\",3\nx,y\"z,w\n\"e\"f\n,,\nlast,\"one\"";
    auto whole = rows_of(text);
    for (std::size_t step = 1; step < 20; ++step) EXPECT_EQ(rows_of(text, step), whole) << step;
}

TEST(Csv, bytes_that_are_not_utf8_are_replaced) {
    std::string text = "caf\xE9 \xC0\xAF \xED\xA0\x80 \xF4\x90\x80\x80 \xE2\x82";
    repair_utf8(text);
    std::string r = "\xEF\xBF\xBD";
    EXPECT_EQ(text, "caf" + r + " " + r + r + " " + r + r + r + " " + r + r + r + r + " " + r + r);
    std::string good = "장터 é 🙂";
    repair_utf8(good);
    EXPECT_EQ(good, "장터 é 🙂");
}

TEST(Csv, an_empty_text_has_no_rows) {
    EXPECT_TRUE(rows_of("").empty());
    EXPECT_TRUE(rows_of("\n\r\n\n").empty());
}

}  // namespace
}  // namespace jangteo::boot
