#include "runtime/sql_words.hpp"

#include <algorithm>

namespace jangteo::sql {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

template <class Belongs>
std::size_t end_of_run(std::string_view text, std::size_t from, Belongs belongs) {
    while (from < text.size() && belongs(text[from])) ++from;
    return from;
}

// The place behind a literal's closing quote; '' inside it is a quote.
std::size_t end_of_literal(std::string_view text, std::size_t open) {
    for (std::size_t at = open + 1; at < text.size(); ++at) {
        if (text[at] != '\'') continue;
        if (at + 1 == text.size() || text[at + 1] != '\'') return at + 1;
        ++at;
    }
    return text.size();
}

Word word_at(std::string_view text, std::size_t at) {
    auto word = [&](Word::Kind kind, std::size_t end) {
        return Word{kind, text.substr(at, end - at)};
    };
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (is_space(c)) return word(Word::Kind::space, end_of_run(text, at, is_space));
    if (c == '-' && next == '-') {
        return word(Word::Kind::space, std::min(text.find('\n', at), text.size()));
    }
    if (c == '\'') return word(Word::Kind::value, end_of_literal(text, at));
    if ((c == 'x' || c == 'X') && next == '\'') {
        return word(Word::Kind::bytes, end_of_literal(text, at + 1));
    }
    if (is_letter(c)) {
        return word(Word::Kind::name,
                    end_of_run(text, at, [](char d) { return is_letter(d) || is_digit(d); }));
    }
    if (is_digit(c)) return word(Word::Kind::value, end_of_run(text, at, is_digit));
    return word(c == '?' ? Word::Kind::placeholder : Word::Kind::mark, at + 1);
}

}  // namespace

bool Word::is(std::string_view name) const {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return kind == Kind::name && std::equal(text.begin(), text.end(), name.begin(), name.end(),
                                            [&](char a, char b) { return lower(a) == lower(b); });
}

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
        Word word = word_at(text, at);
        at += word.text.size();
        if (word.kind == Word::Kind::bytes) word.text = word.text.substr(2, word.text.size() - 3);
        words.push_back(word);
    }
    return words;
}

std::vector<std::string_view> statements_of(std::string_view script) {
    std::vector<std::string_view> statements;
    std::size_t begin = 0;
    bool is_empty = true;
    auto end_statement = [&](std::size_t end) {
        if (!is_empty) statements.push_back(script.substr(begin, end - begin));
        is_empty = true;
    };
    std::size_t at = 0;
    while (at < script.size()) {
        const Word word = word_at(script, at);
        if (word.is_mark(';')) {
            end_statement(at);
            begin = at + 1;
        } else if (word.kind != Word::Kind::space) {
            if (is_empty) begin = at;
            is_empty = false;
        }
        at += word.text.size();
    }
    end_statement(script.size());
    return statements;
}

}  // namespace jangteo::sql
