// A CSV file of the replay. The first byte says in how large pieces it is read: that must make no
// difference.

#include <algorithm>
#include <vector>

#include "boot/replay/order_book.hpp"
#include "contracts/codec/text_rules.hpp"
#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using boot::CsvReader;
using boot::CsvRow;

CsvReader::Source source_of(std::string_view text, std::size_t piece) {
    return [text, piece](std::span<char> room) mutable {
        std::size_t size = std::min({text.size(), piece, room.size()});
        std::copy_n(text.begin(), size, room.begin());
        text.remove_prefix(size);
        return size;
    };
}

std::vector<CsvRow> rows_of(std::string_view text, std::size_t piece) {
    std::vector<CsvRow> rows;
    CsvReader reader(source_of(text, piece));
    CsvRow row;
    while (reader.next(row)) {
        check(rows.empty() || row.line > rows.back().line, "rows come from rising lines");
        check(rows.size() <= text.size(), "a row takes a byte or more");
        rows.push_back(row);
    }
    return rows;
}

bool same(const CsvRow& a, const CsvRow& b) {
    return a.line == b.line && a.problem == b.problem &&
           (!a.problem.empty() || a.fields == b.fields);
}

void read_book(std::string_view text) {
    try {
        boot::OrderBook book("fuzz.csv", source_of(text, text.size()));
        boot::BookLine line;
        while (book.next(line)) {
            if (line.kind == boot::LineClass::sale) {
                check(line.quantity > 0 && boot::won_of(line.price) >= 0, "a sale has a price");
                check(boot::seller_of(line.stock_code) < boot::sellers_count,
                      "a sale has a seller");
            }
        }
    } catch (const Fault&) {
        // The one refusal: its first line is not that of an order book.
    }
}

void run(std::string_view input) {
    auto [piece, text] = piece_size(input);
    auto whole = rows_of(text, std::max<std::size_t>(text.size(), 1));
    check(std::ranges::equal(whole, rows_of(text, piece), same),
          "pieces make the same rows as the whole");
    for (const CsvRow& row : whole) {
        for (const std::string& field : row.fields) {
            check(!row.problem.empty() || codec::count_code_points(field).has_value(),
                  "a field is UTF-8");
        }
    }
    read_book(text);
}

}  // namespace

const Target order_books{"order_books", run};

}  // namespace jangteo::fuzz
