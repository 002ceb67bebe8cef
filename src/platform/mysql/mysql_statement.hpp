#pragma once

// A statement by the ordinal of its Query: its text around its values, and the rows of its last
// run. Values are written into the text: bytes in hexadecimal, text escaped by the library, so that
// many statements travel in one message.

#include <mysql.h>

#include <memory>
#include <string>

#include "platform/mysql/mysql_dialect.hpp"
#include "runtime/sql.hpp"

namespace jangteo::platform::mysql {

struct FreeResult {
    void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
};
using Result = std::unique_ptr<MYSQL_RES, FreeResult>;

class MysqlStatement final : public sql::RowSource {
  public:
    explicit MysqlStatement(const sql::Query& query);

    std::string text(MYSQL& connection, std::span<const sql::Value> values) const;
    const Statement& words() const { return words_; }

    void take(Result result);

    bool step() override;
    void finish() override { result_.reset(); }
    bool is_null(int column) const override { return row_[column] == nullptr; }
    std::int64_t integer(int column) const override;
    std::string_view bytes(int column) const override;

  private:
    Statement words_;
    Result result_;
    MYSQL_ROW row_ = nullptr;
    const unsigned long* lengths_ = nullptr;
};

}  // namespace jangteo::platform::mysql
