#include "boot/replay/order_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "kernel/fault.hpp"
#include "platform/zlib/gzip_reader.hpp"

namespace jangteo::boot {
namespace {

constexpr std::string_view names[] = {"invoice_no", "stock_code",     "description",
                                      "quantity",   "unit_price_gbp", "customer_id"};
constexpr std::size_t invoice_bytes_max = 32;
constexpr std::size_t customer_bytes_max = 24;

bool parse_quantity(std::string_view text, std::int64_t& quantity) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), quantity);
    return error == std::errc{} && end == text.data() + text.size() &&
           quantity <= line_quantity_max && quantity >= -line_quantity_max;
}

}  // namespace

OrderBook::OrderBook(std::string name, CsvReader::Source source)
    : name_(std::move(name)), reader_(std::move(source)) {
    read_header();
}

void OrderBook::read_header() {
    if (!reader_.next(row_)) throw Fault(FaultKind::permanent, name_ + ": the file is empty");
    for (std::string_view name : names) {
        auto found = std::ranges::find(row_.fields, name);
        if (!row_.problem.empty() || found == row_.fields.end()) {
            throw Fault(FaultKind::permanent,
                        fmt::format("{}: no column {} in its first line; an order book has {}",
                                    name_, name, fmt::join(names, ", ")));
        }
        columns_.push_back(static_cast<std::size_t>(found - row_.fields.begin()));
    }
    columns_count_ = row_.fields.size();
}

bool OrderBook::next(BookLine& line) {
    if (!reader_.next(row_)) return false;
    line.line = row_.line;
    line.kind = LineClass::broken_row;
    line.problem = row_.problem;
    line.invoice_no.clear();
    if (line.problem.empty()) read_fields(line);
    return true;
}

void OrderBook::read_fields(BookLine& line) {
    if (row_.fields.size() != columns_count_) {
        line.problem = fmt::format("{} fields instead of {}", row_.fields.size(), columns_count_);
        return;
    }
    auto field = [&](Column column) -> std::string& { return row_.fields[columns_[column]]; };
    auto price = parse_decimal(field(unit_price));
    std::swap(line.invoice_no, field(invoice_no));
    std::swap(line.stock_code, field(stock_code));
    std::swap(line.description, field(description));
    std::swap(line.customer_id, field(customer_id));
    if (line.invoice_no.empty() || line.invoice_no.size() > invoice_bytes_max) {
        line.problem = "not an invoice number";
    } else if (line.customer_id.size() > customer_bytes_max) {
        line.problem = "not a customer";
    } else if (!parse_quantity(field(quantity), line.quantity)) {
        line.problem = fmt::format("not a quantity: '{:.40}'", field(quantity));
    } else if (!price) {
        line.problem = fmt::format("not a price: '{:.40}'", field(unit_price));
    } else {
        line.price = *price;
        line.kind = classify(line.invoice_no, line.stock_code, line.quantity, *price);
    }
}

void read_order_book(const std::string& path, const std::function<bool(BookLine&)>& on_line) {
    platform::zlib::GzipReader file(path);
    OrderBook book(path, [&](std::span<char> out) { return file.read(out); });
    BookLine line;
    while (book.next(line) && on_line(line)) {
    }
}

}  // namespace jangteo::boot
