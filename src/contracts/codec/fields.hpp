#pragma once

// Field types that carry their own limits, so that one description gives validation, the OpenAPI
// document and the Avro schema. Used in HTTP bodies; events use plain types, because what was once
// accepted stays readable.

#include <boost/describe/enum.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "kernel/money.hpp"

namespace jangteo {

// The kernel knows no Boost, so its enumeration is described here.
BOOST_DESCRIBE_ENUM(Currency, KRW, USD, JPY)

// UTF-8 text of Min to Max code points, without control characters other than newline and tab.
template <std::size_t Min, std::size_t Max>
struct Text {
    std::string value;

    Text() = default;
    Text(std::string text) : value(std::move(text)) {}
    Text(const char* text) : value(text) {}
    operator const std::string&() const { return value; }
    bool operator==(const Text&) const = default;
};

// A plausible e-mail address of at most 254 characters; the decoder stores it in lower case.
struct Email {
    std::string value;
    bool operator==(const Email&) const = default;
};

// An absolute http or https URL of at most 2,000 characters.
struct Url {
    std::string value;
    bool operator==(const Url&) const = default;
};

// Any bytes, where a std::string would have to be UTF-8: an encoded message inside a stored record.
// Not for HTTP bodies.
struct Binary : std::string {
    using std::string::string;
    Binary(std::string bytes) : std::string(std::move(bytes)) {}
};

template <std::int64_t Min, std::int64_t Max>
struct Int {
    std::int64_t value = Min;

    Int() = default;
    Int(std::int64_t number) : value(number) {}
    operator std::int64_t() const { return value; }
};

template <class T, std::size_t Min, std::size_t Max>
struct List {
    std::vector<T> value;

    List() = default;
    List(std::vector<T> items) : value(std::move(items)) {}
    auto begin() const { return value.begin(); }
    auto end() const { return value.end(); }
    std::size_t size() const { return value.size(); }
    bool operator==(const List&) const = default;
};

}  // namespace jangteo
