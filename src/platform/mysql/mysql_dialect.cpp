#include "platform/mysql/mysql_dialect.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "kernel/fault.hpp"
#include "runtime/sql_words.hpp"

namespace jangteo::platform::mysql {
namespace {

using sql::Word;

constexpr std::string_view table_options =
    " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";

// Walks over the words that are not space.
class Reader {
  public:
    explicit Reader(std::string_view text) : words_(sql::words_of(text)) {}

    Word peek(std::size_t ahead = 0) const {
        std::size_t at = at_;
        for (; at < words_.size(); ++at) {
            if (words_[at].kind == Word::Kind::space) continue;
            if (ahead-- == 0) return words_[at];
        }
        return {};
    }
    bool at_end() const { return peek().kind == Word::Kind::space; }
    // The space before it stays with it.
    Word take(std::string* space = nullptr) {
        while (at_ < words_.size() && words_[at_].kind == Word::Kind::space) {
            std::string_view text = words_[at_++].text;
            if (space && !text.starts_with("--")) *space += text;
        }
        return at_ < words_.size() ? words_[at_++] : Word{};
    }
    bool take_if(std::string_view name) {
        if (!peek().is(name)) return false;
        take();
        return true;
    }
    bool take_mark_if(char c) {
        if (!peek().is_mark(c)) return false;
        take();
        return true;
    }
    // The names of "(a, b)".
    std::vector<std::string> take_names() {
        std::vector<std::string> names;
        take();
        while (!at_end() && !peek().is_mark(')')) {
            if (Word word = take(); word.kind == Word::Kind::name) names.emplace_back(word.text);
        }
        take();
        return names;
    }
    void skip_group() {
        int depth = 0;
        do {
            Word word = take();
            depth += word.is_mark('(') ? 1 : word.is_mark(')') ? -1 : 0;
        } while (depth > 0 && !at_end());
    }

  private:
    std::vector<Word> words_;
    std::size_t at_ = 0;
};

std::string quoted(const Word& word) {
    return word.is("partition") ? "`partition`" : std::string(word.text);
}

// The end of an upsert, from ON on.
void translate_conflict(Reader& reader, Statement& to) {
    reader.take();  // ON
    reader.take();  // CONFLICT
    if (reader.peek().is_mark('(')) reader.skip_group();
    reader.take();  // DO
    if (reader.take_if("NOTHING")) {
        to.lets_duplicates_pass = true;
        return;
    }
    reader.take();  // UPDATE
    reader.take();  // SET
    to.updates_duplicates = true;
    to.pieces.back() += " ON DUPLICATE KEY UPDATE";
}

using Keys = std::map<std::string, std::set<std::string>>;  // by table

// What an index that may be partial is made of.
struct Index {
    bool is_unique = false;
    std::string name;
    std::string table;
    std::vector<std::string> columns;
};

Index read_index(Reader& reader) {
    Index index;
    reader.take();  // CREATE
    index.is_unique = reader.take_if("UNIQUE");
    reader.take();  // INDEX
    index.name = reader.take().text;
    reader.take();  // ON
    index.table = reader.take().text;
    index.columns = reader.take_names();
    if (!reader.take_if("WHERE")) return index;
    if (index.is_unique) {
        throw Fault(FaultKind::permanent, index.name + ": a partial index cannot be unique here");
    }
    std::string condition(reader.take().text);
    if (std::find(index.columns.begin(), index.columns.end(), condition) == index.columns.end()) {
        index.columns.insert(index.columns.begin(), condition);
    }
    return index;
}

bool is_table(Reader& reader) { return reader.peek().is("CREATE") && reader.peek(1).is("TABLE"); }
bool is_index(Reader& reader) {
    return reader.peek().is("CREATE") &&
           (reader.peek(1).is("INDEX") ||
            (reader.peek(1).is("UNIQUE") && reader.peek(2).is("INDEX")));
}

// CREATE TABLE [IF NOT EXISTS] name
std::string take_table_name(Reader& reader) {
    reader.take();
    reader.take();
    if (reader.take_if("IF")) {
        reader.take();
        reader.take();
    }
    return std::string(reader.take().text);
}

void find_table_keys(Reader& reader, Keys& keys) {
    std::set<std::string>& own = keys[take_table_name(reader)];
    std::string column;
    bool begins = true;
    for (int depth = 0; !reader.at_end();) {
        const bool is_key = reader.peek().is("PRIMARY") || reader.peek().is("UNIQUE");
        Word word = reader.take();
        if (is_key) {
            reader.take_if("KEY");
            if (!begins) {
                own.insert(column);
            } else if (reader.peek().is_mark('(')) {
                for (auto& name : reader.take_names()) own.insert(std::move(name));
            }
        } else if (begins && word.kind == Word::Kind::name) {
            column = word.text;
        }
        depth += word.is_mark('(') ? 1 : word.is_mark(')') ? -1 : 0;
        begins = depth == 1 && (word.is_mark('(') || word.is_mark(','));
    }
}

Keys keys_of(const std::vector<std::string_view>& statements) {
    Keys keys;
    for (std::string_view statement : statements) {
        Reader reader(statement);
        if (is_table(reader)) {
            find_table_keys(reader, keys);
        } else if (is_index(reader)) {
            Index index = read_index(reader);
            keys[index.table].insert(index.columns.begin(), index.columns.end());
        }
    }
    return keys;
}

std::string column_type(const Word& word, bool is_key) {
    if (word.is("INTEGER")) return "BIGINT";
    if (word.is("BLOB")) return is_key ? "VARBINARY(255)" : "LONGBLOB";
    if (word.is("TEXT")) return is_key ? "VARCHAR(255)" : "LONGTEXT";
    return quoted(word);
}

std::string table_text(Reader& reader, const Keys& keys) {
    const std::string table = take_table_name(reader);
    const std::set<std::string>& own = keys.at(table);
    std::string out = "CREATE TABLE IF NOT EXISTS " + table;
    std::string column;
    bool begins = true;
    for (int depth = 0; !reader.at_end();) {
        std::string space;
        Word word = reader.take(&space);
        if (word.is("WITHOUT") && reader.take_if("ROWID")) continue;
        if (begins && word.kind == Word::Kind::name) column = word.text;
        out += space + column_type(word, own.contains(column));
        if (word.is("INTEGER") && reader.peek().is("PRIMARY") && !reader.peek(2).is("CHECK")) {
            out += " AUTO_INCREMENT";
        }
        depth += word.is_mark('(') ? 1 : word.is_mark(')') ? -1 : 0;
        begins = depth == 1 && (word.is_mark('(') || word.is_mark(','));
    }
    return out + std::string(table_options);
}

std::string index_text(Reader& reader) {
    Index index = read_index(reader);
    std::string out = index.is_unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
    out += " IF NOT EXISTS " + index.name + " ON " + index.table + " (";
    for (const std::string& column : index.columns) {
        if (&column != &index.columns.front()) out += ", ";
        out += column;
    }
    return out + ")";
}

bool is_rename(Reader& reader) { return reader.peek().is("ALTER") && reader.peek(3).is("RENAME"); }

std::string rename_text(Reader& reader) {
    reader.take();  // ALTER
    reader.take();  // TABLE
    const std::string table(reader.take().text);
    reader.take();  // RENAME
    reader.take();  // TO
    return "ALTER TABLE IF EXISTS " + table + " RENAME TO " + std::string(reader.take().text);
}

}  // namespace

Statement mysql_statement(std::string_view statement) {
    Statement to;
    to.pieces.emplace_back();
    for (Reader reader(statement); !reader.at_end();) {
        if (reader.peek().is("ON") && reader.peek(1).is("CONFLICT")) {
            translate_conflict(reader, to);
            continue;
        }
        std::string space;
        Word word = reader.take(&space);
        std::string& piece = to.pieces.back() += space;
        if (word.kind == Word::Kind::placeholder) {
            to.pieces.emplace_back();
        } else if (word.kind == Word::Kind::bytes) {
            piece += "x'" + std::string(word.text) + "'";
        } else if (word.is("head_of")) {
            piece +=
                "CAST(CONV(HEX(LEFT(" + reader.take_names().front() + ", 8)), 16, 10) AS SIGNED)";
        } else if (word.is("excluded") && reader.take_mark_if('.')) {
            piece += "VALUES(" + quoted(reader.take()) + ")";
        } else {
            piece += quoted(word);
        }
    }
    return to;
}

Script mysql_script(std::string_view script) {
    const auto statements = sql::statements_of(script);
    const Keys keys = keys_of(statements);
    Script to;
    for (std::string_view statement : statements) {
        Reader reader(statement);
        if (is_table(reader)) {
            to.definitions.push_back(table_text(reader, keys));
        } else if (is_index(reader)) {
            to.definitions.push_back(index_text(reader));
        } else if (is_rename(reader)) {
            to.definitions.push_back(rename_text(reader));
        } else if (reader.peek().is("CREATE") || reader.peek().is("ALTER") ||
                   reader.peek().is("DROP")) {
            to.definitions.push_back(mysql_statement(statement).pieces.front());
        } else {
            to.rest.push_back(mysql_statement(statement).pieces.front());
        }
    }
    return to;
}

}  // namespace jangteo::platform::mysql
