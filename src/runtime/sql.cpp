#include "runtime/sql.hpp"

#include <atomic>

namespace jangteo::sql {

Query::Query(std::string text) : text_(std::move(text)) {
    static std::atomic<std::size_t> next_ordinal{0};
    ordinal_ = next_ordinal++;
}

}  // namespace jangteo::sql
