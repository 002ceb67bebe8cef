#pragma once

// ByName<T>: what the books look up by a name that a caller gave or was given. They grow by
// millions of entries, so each is found in one place of memory. Adding may move the others.

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace jangteo::sandbox {

struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
        return std::hash<std::string_view>{}(name);
    }
};

template <class T>
using ByName = boost::unordered_flat_map<std::string, T, NameHash, std::equal_to<>>;

}  // namespace jangteo::sandbox
