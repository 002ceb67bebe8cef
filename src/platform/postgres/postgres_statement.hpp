#pragma once

// A prepared statement of one session, by the ordinal of its Query, and the rows of its last run.

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "runtime/sql.hpp"

namespace jangteo::platform::postgres {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

// The values of one run as libpq takes them: numbers as text, the rest as it is. Borrows.
class Parameters {
  public:
    explicit Parameters(std::span<const sql::Value> values);

    int count() const { return static_cast<int>(texts_.size()); }
    const char* const* texts() const { return texts_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

  private:
    using Digits = std::array<char, 24>;

    std::vector<Digits> digits_;
    std::vector<const char*> texts_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

class PostgresStatement final : public sql::RowSource {
  public:
    explicit PostgresStatement(const sql::Query& query);

    const std::string& name() const { return name_; }
    const std::string& text() const { return text_; }

    bool is_prepared = false;

    void take(Result result);

    bool step() override { return ++row_ < count_; }
    void finish() override { result_.reset(); }
    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    std::string_view bytes(int column) const override;

  private:
    std::string name_;
    std::string text_;
    Result result_;
    int row_ = -1;
    int count_ = 0;
};

}  // namespace jangteo::platform::postgres
