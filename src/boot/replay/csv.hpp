#pragma once

// CsvReader: rows of a CSV text (RFC 4180) as a stream. Fields may be quoted, hold commas, newlines
// and doubled quotes; lines end with LF or CRLF. Bytes that are not UTF-8 become U+FFFD. A row that
// cannot be read is given with its problem, and reading goes on at the next line, so that one stray
// quote costs one row and not the rest of the file. One thread; memory is bounded by
// csv_row_bytes_max.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jangteo::boot {

inline constexpr std::size_t csv_row_bytes_max = 64 << 10;

struct CsvRow {
    std::int64_t line = 0;  // of the file, from 1, where the row starts
    std::vector<std::string> fields;
    std::string_view problem;  // a literal; empty when the row is whole
};

class CsvReader {
  public:
    // Fills the span as far as it can; 0 at the end.
    using Source = std::function<std::size_t(std::span<char>)>;

    explicit CsvReader(Source source);

    // False at the end. Empty lines are passed over. `row` is filled anew, its memory reused.
    bool next(CsvRow& row);

  private:
    enum class Parsed { whole, broken, needs_more };

    bool fill();
    Parsed parse(CsvRow& row);
    Parsed parse_quoted(std::string& field, CsvRow& row);
    Parsed broken(CsvRow& row, std::string_view problem);
    void skip_line();
    void take(std::size_t end);

    Source source_;
    std::string buffer_;
    std::size_t begin_ = 0;  // of the row in work
    std::size_t at_ = 0;
    bool is_at_end_ = false;
    bool is_first_ = true;
    std::int64_t line_ = 1;
};

// The text with each byte that belongs to no UTF-8 sequence replaced by U+FFFD.
void repair_utf8(std::string& text);

}  // namespace jangteo::boot
