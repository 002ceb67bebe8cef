#pragma once

// OrderBook: an order book file line by line: its columns found by the names in its first row, its
// rows as BookLine. Rows that cannot be read come with a problem. Fault{permanent} when the file
// cannot be read or is no order book.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "boot/replay/classify.hpp"
#include "boot/replay/csv.hpp"

namespace jangteo::boot {

struct BookLine {
    std::int64_t line = 0;  // of the file
    LineClass kind = LineClass::broken_row;
    std::string problem;  // of a broken row
    std::string invoice_no;
    std::string stock_code;
    std::string description;
    std::string customer_id;
    std::int64_t quantity = 0;
    Decimal price;
};

class OrderBook {
  public:
    // `name` is for messages.
    OrderBook(std::string name, CsvReader::Source source);

    // False at the end.
    bool next(BookLine& line);

  private:
    enum Column { invoice_no, stock_code, description, quantity, unit_price, customer_id };

    void read_header();
    void read_fields(BookLine& line);

    std::string name_;
    CsvReader reader_;
    CsvRow row_;
    std::size_t columns_count_ = 0;
    std::vector<std::size_t> columns_;  // by Column: which field of a row it is
};

// All lines of a file that may be packed with gzip.
void read_order_book(const std::string& path, const std::function<bool(BookLine&)>& on_line);

}  // namespace jangteo::boot
