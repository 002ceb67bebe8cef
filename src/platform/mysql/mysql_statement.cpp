#include "platform/mysql/mysql_statement.hpp"

#include <charconv>

#include "kernel/check.hpp"

namespace jangteo::platform::mysql {
namespace {

void append_hex(std::string_view bytes, std::string& out) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "x'";
    for (char c : bytes) {
        auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    out += '\'';
}

void append_text(MYSQL& connection, std::string_view text, std::string& out) {
    out += '\'';
    const std::size_t begin = out.size();
    out.resize(begin + text.size() * 2 + 1);
    out.resize(begin +
               mysql_real_escape_string(&connection, out.data() + begin, text.data(), text.size()));
    out += '\'';
}

void append_value(MYSQL& connection, const sql::Value& value, std::string& out) {
    std::visit(
        [&](const auto& v) {
            using V = std::remove_cvref_t<decltype(v)>;
            if constexpr (std::is_same_v<V, std::monostate>) {
                out += "NULL";
            } else if constexpr (std::is_same_v<V, std::int64_t>) {
                out += std::to_string(v);
            } else if constexpr (std::is_same_v<V, std::string_view>) {
                append_text(connection, v, out);
            } else {
                append_hex(v.view, out);
            }
        },
        value.get());
}

}  // namespace

MysqlStatement::MysqlStatement(const sql::Query& query) : words_(mysql_statement(query.text())) {
    if (query.held() == sql::Query::Held::rows) words_.pieces.back() += " LOCK IN SHARE MODE";
}

std::string MysqlStatement::text(MYSQL& connection, std::span<const sql::Value> values) const {
    check(values.size() + 1 == words_.pieces.size(),
          "a statement gets a value for each placeholder");
    std::string out = words_.pieces.front();
    for (std::size_t i = 0; i < values.size(); ++i) {
        append_value(connection, values[i], out);
        out += words_.pieces[i + 1];
    }
    return out;
}

void MysqlStatement::take(Result result) {
    check(!result_, "a statement is not run inside itself");
    result_ = std::move(result);
}

bool MysqlStatement::step() {
    row_ = mysql_fetch_row(result_.get());
    if (row_) lengths_ = mysql_fetch_lengths(result_.get());
    return row_ != nullptr;
}

std::int64_t MysqlStatement::integer(int column) const {
    std::int64_t number = 0;
    std::string_view digits = bytes(column);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

std::string_view MysqlStatement::bytes(int column) const {
    if (is_null(column)) return {};
    return {row_[column], lengths_[column]};
}

}  // namespace jangteo::platform::mysql
