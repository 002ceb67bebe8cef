#pragma once

// Portable SQL (runtime/sql_words.hpp) as MariaDB speaks it.
//   ON CONFLICT … DO NOTHING         nothing: the session lets a duplicate key pass
//   ON CONFLICT … DO UPDATE SET      ON DUPLICATE KEY UPDATE, whichever key it is
//   excluded.x                       VALUES(x)
//   partition                        `partition`: a reserved word
//   WITHOUT ROWID                    nothing
//   head_of(column)                  of an id's bytes, by way of their hexadecimal digits
// and in CREATE and ALTER, a script at a time, because an index says which columns are keys:
//   INTEGER, INTEGER PRIMARY KEY     BIGINT, BIGINT AUTO_INCREMENT PRIMARY KEY
//   BLOB, TEXT of a key              VARBINARY(255), VARCHAR(255)
//   other BLOB, TEXT                 LONGBLOB, LONGTEXT
//   CREATE TABLE, CREATE INDEX       … IF NOT EXISTS; text is compared as bytes
//   ALTER TABLE a RENAME TO b        … IF EXISTS
//   CREATE INDEX … (b) WHERE a = 1   … (a, b): there are no partial indexes
//
// Each statement that defines commits by itself there. So that a script which was cut off can run
// again, its definitions run first, and the rest with the mark of its step in one transaction.

#include <string>
#include <string_view>
#include <vector>

namespace jangteo::platform::mysql {

struct Statement {
    std::vector<std::string> pieces;  // between them stand the values
    bool lets_duplicates_pass = false;
    bool updates_duplicates = false;
};

Statement mysql_statement(std::string_view statement);

struct Script {
    std::vector<std::string> definitions;
    std::vector<std::string> rest;
};

// Fault{permanent} for what has no equal: a partial index that is unique.
Script mysql_script(std::string_view script);

}  // namespace jangteo::platform::mysql
