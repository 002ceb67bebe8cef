#pragma once

// The words of portable SQL, for engines that speak another dialect. What is portable: statements
// with `?` placeholders, BLOB, TEXT and INTEGER columns, x'…' literals, WITHOUT ROWID, partial
// indexes, ON CONFLICT, `excluded`, and head_of(column) of an id (Id::head), for migrations. No
// comment inside a statement's line but `-- …`.

#include <string>
#include <string_view>
#include <vector>

namespace jangteo::sql {

struct Word {
    enum class Kind {
        name,   // keyword, table, column
        value,  // a number or a 'text'
        bytes,  // x'…'; the text is the hexadecimal digits
        placeholder,
        mark,   // ( ) , = < > . …
        space,  // with comments
    };
    Kind kind = Kind::space;
    std::string_view text;

    // Of a name, whatever its case.
    bool is(std::string_view name) const;
    bool is_mark(char c) const {
        return kind == Kind::mark && text.size() == 1 && text.front() == c;
    }
};

// Views into the text.
std::vector<Word> words_of(std::string_view text);

// The statements of a script, without their semicolons.
std::vector<std::string_view> statements_of(std::string_view script);

}  // namespace jangteo::sql
