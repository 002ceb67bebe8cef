#include "boot/replay/csv.hpp"

#include <algorithm>

namespace jangteo::boot {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (text[at] & 0xC0) == 0x80;
}

// Bytes of the well-formed sequence at `at` (Unicode 15, table 3-7), 0 when there is none.
std::size_t sequence_bytes(std::string_view text, std::size_t at) {
    auto lead = static_cast<unsigned char>(text[at]);
    auto second = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4 || !is_continuation(text, at + 1)) return 0;
    if (lead < 0xE0) return 2;
    if (!is_continuation(text, at + 2)) return 0;
    if (lead < 0xF0) {
        bool is_overlong = lead == 0xE0 && second < 0xA0;
        bool is_surrogate = lead == 0xED && second > 0x9F;
        return is_overlong || is_surrogate ? 0 : 3;
    }
    if (!is_continuation(text, at + 3)) return 0;
    bool is_out_of_range = (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
    return is_out_of_range ? 0 : 4;
}

// Where a field that is not quoted ends: a comma, a newline, a stray quote, or the end of the text.
std::size_t end_of_plain_field(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] != ',' && text[at] != '\n' && text[at] != '"') ++at;
    return at;
}

}  // namespace

void repair_utf8(std::string& text) {
    auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::ranges::all_of(text, is_ascii)) return;
    std::string repaired;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t bytes = sequence_bytes(text, at);
        if (bytes == 0) {
            repaired.append(replacement);
            ++at;
        } else {
            repaired.append(text, at, bytes);
            at += bytes;
        }
    }
    text = std::move(repaired);
}

CsvReader::CsvReader(Source source) : source_(std::move(source)) {}

// Reads on behind what is there. False when there is no more.
bool CsvReader::fill() {
    if (is_at_end_) return false;
    buffer_.erase(0, begin_);
    begin_ = 0;
    std::size_t size = buffer_.size();
    buffer_.resize(size + csv_row_bytes_max);
    std::size_t got = source_(std::span(buffer_).subspan(size));
    buffer_.resize(size + got);
    if (is_first_ && buffer_.starts_with(byte_order_mark)) begin_ = byte_order_mark.size();
    is_first_ = false;
    is_at_end_ = got == 0;
    return !is_at_end_;
}

// The row ends before `end`, which is behind its line's end.
void CsvReader::take(std::size_t end) {
    line_ += std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                        buffer_.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    begin_ = end;
}

void CsvReader::skip_line() {
    while (true) {
        auto newline = buffer_.find('\n', begin_);
        if (newline != std::string::npos) return take(newline + 1);
        begin_ = buffer_.size();
        if (!fill()) return;
    }
}

bool CsvReader::next(CsvRow& row) {
    while (true) {
        row.line = line_;
        row.problem = {};
        at_ = begin_;
        Parsed parsed = parse(row);
        if (parsed == Parsed::needs_more && buffer_.size() - begin_ > csv_row_bytes_max) {
            parsed = broken(row, "the row is longer than 64 KiB");
        }
        if (parsed == Parsed::needs_more) {
            if (!fill() && begin_ == buffer_.size()) return false;
            continue;
        }
        if (parsed == Parsed::broken) {
            skip_line();
            return true;
        }
        take(at_);
        bool is_empty_line = row.fields.size() == 1 && row.fields[0].empty();
        if (!is_empty_line) break;
    }
    for (std::string& field : row.fields) repair_utf8(field);
    return true;
}

CsvReader::Parsed CsvReader::broken(CsvRow& row, std::string_view problem) {
    row.problem = problem;
    return Parsed::broken;
}

// One row from at_ on. At the end of the file a missing line end is as good as one.
CsvReader::Parsed CsvReader::parse(CsvRow& row) {
    std::size_t count = 0;
    if (at_ == buffer_.size()) return Parsed::needs_more;
    while (true) {
        if (row.fields.size() == count) row.fields.emplace_back();
        std::string& field = row.fields[count++];
        field.clear();
        if (at_ < buffer_.size() && buffer_[at_] == '"') {
            Parsed parsed = parse_quoted(field, row);
            if (parsed != Parsed::whole) return parsed;
        } else {
            std::size_t end = end_of_plain_field(buffer_, at_);
            if (end == buffer_.size() && !is_at_end_) return Parsed::needs_more;
            if (end < buffer_.size() && buffer_[end] == '"') {
                return broken(row, "a quote within a field that is not quoted");
            }
            field.assign(buffer_, at_, end - at_);
            bool ends_line = end == buffer_.size() || buffer_[end] == '\n';
            if (ends_line && field.ends_with('\r')) field.pop_back();
            at_ = end;
        }
        if (at_ < buffer_.size() && buffer_[at_] == ',') {
            ++at_;
            continue;
        }
        if (at_ < buffer_.size()) ++at_;
        row.fields.resize(count);
        return Parsed::whole;
    }
}

// A quoted field from its opening quote on; afterwards at_ is at a comma or at the line's end.
CsvReader::Parsed CsvReader::parse_quoted(std::string& field, CsvRow& row) {
    ++at_;
    while (true) {
        std::size_t quote = buffer_.find('"', at_);
        if (quote == std::string::npos || quote + 2 >= buffer_.size()) {
            if (!is_at_end_) return Parsed::needs_more;
            if (quote == std::string::npos) return broken(row, "a quote that is not closed");
        }
        field.append(buffer_, at_, quote - at_);
        at_ = quote + 1;
        if (at_ >= buffer_.size() || buffer_[at_] != '"') break;
        field.push_back('"');
        ++at_;
    }
    bool has_return = at_ + 1 < buffer_.size() && buffer_[at_] == '\r' && buffer_[at_ + 1] == '\n';
    if (has_return) ++at_;
    if (at_ < buffer_.size() && buffer_[at_] != ',' && buffer_[at_] != '\n') {
        return broken(row, "text behind a closing quote");
    }
    return Parsed::whole;
}

}  // namespace jangteo::boot
