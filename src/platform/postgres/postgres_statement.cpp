#include "platform/postgres/postgres_statement.hpp"

#include <fmt/format.h>

#include "kernel/check.hpp"
#include "platform/postgres/postgres_dialect.hpp"

namespace jangteo::platform::postgres {
namespace {

constexpr int is_text = 0;
constexpr int is_binary = 1;

// https://www.postgresql.org/docs/15/catalog-pg-type.html: their numbers never change.
constexpr Oid int8_type = 20;
constexpr Oid int2_type = 21;
constexpr Oid int4_type = 23;
constexpr Oid numeric_type = 1700;

std::int64_t big_endian(std::string_view bytes) {
    std::int64_t number = static_cast<signed char>(bytes.front());
    for (char byte : bytes.substr(1)) number = number * 256 + static_cast<unsigned char>(byte);
    return number;
}

// A sum of BIGINTs is a NUMERIC: four 16-bit numbers (digits, weight of the first, sign, scale),
// then the digits to base 10,000, without trailing zeros.
std::int64_t whole_numeric(std::string_view bytes) {
    auto half = [&](std::size_t index) { return big_endian(bytes.substr(index * 2, 2)); };
    const std::int64_t digits = half(0);
    const std::int64_t weight = half(1);
    std::int64_t number = 0;
    for (std::int64_t i = 0; i <= weight; ++i) {
        number = number * 10'000 + (i < digits ? half(static_cast<std::size_t>(4 + i)) : 0);
    }
    return half(2) == 0x4000 ? -number : number;
}

}  // namespace

Parameters::Parameters(std::span<const sql::Value> values) {
    digits_.reserve(values.size());  // its elements are pointed to
    texts_.reserve(values.size());
    lengths_.reserve(values.size());
    formats_.reserve(values.size());
    auto add = [&](const char* text, std::size_t length, int format) {
        texts_.push_back(text);
        lengths_.push_back(static_cast<int>(length));
        formats_.push_back(format);
    };
    auto add_text = [&](std::string_view text, int format) {
        add(text.empty() ? "" : text.data(), text.size(), format);
    };
    for (const sql::Value& value : values) {
        std::visit(
            [&](const auto& v) {
                using V = std::remove_cvref_t<decltype(v)>;
                if constexpr (std::is_same_v<V, std::monostate>) {
                    add(nullptr, 0, is_text);
                } else if constexpr (std::is_same_v<V, std::int64_t>) {
                    Digits& digits = digits_.emplace_back();
                    char* end = fmt::format_to(digits.data(), "{}", v);
                    *end = '\0';
                    add(digits.data(), static_cast<std::size_t>(end - digits.data()), is_text);
                } else if constexpr (std::is_same_v<V, std::string_view>) {
                    // As binary, text is its bytes, and need not end with a zero.
                    add_text(v, is_binary);
                } else {
                    add_text(v.view, is_binary);
                }
            },
            value.get());
    }
}

PostgresStatement::PostgresStatement(const sql::Query& query)
    : name_(fmt::format("q{}", query.ordinal())), text_(postgres_sql(query.text())) {
    if (query.held() == sql::Query::Held::rows) text_ += " FOR SHARE";
}

void PostgresStatement::take(Result result) {
    check(!result_, "a statement is not run inside itself");
    result_ = std::move(result);
    row_ = -1;
    count_ = PQntuples(result_.get());
}

bool PostgresStatement::is_null(int column) const {
    return PQgetisnull(result_.get(), row_, column) != 0;
}

std::int64_t PostgresStatement::integer(int column) const {
    if (is_null(column)) return 0;
    switch (PQftype(result_.get(), column)) {
        case int2_type:
        case int4_type:
        case int8_type: return big_endian(bytes(column));
        case numeric_type: return whole_numeric(bytes(column));
        default: check(false, "a number is asked for where a number is"); return 0;
    }
}

std::string_view PostgresStatement::bytes(int column) const {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

}  // namespace jangteo::platform::postgres
