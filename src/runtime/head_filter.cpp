#include "runtime/head_filter.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_heads_from{
    "SELECT fingerprint_head FROM runtime_idempotency_head WHERE fingerprint_head >= ? "
    "ORDER BY fingerprint_head LIMIT ?",
    sql::Query::Waiting::ignored};  // what waits was added

constexpr std::uint64_t bits_of_word = 64;

std::uint64_t bit_of(std::int64_t head) {
    return static_cast<std::uint64_t>(head) % HeadFilter::bits;
}

}  // namespace

bool HeadFilter::is_set(std::int64_t head) const {
    if (words_.empty()) return false;
    const std::uint64_t bit = bit_of(head);
    return (words_[bit / bits_of_word] >> (bit % bits_of_word) & 1) != 0;
}

void HeadFilter::add(std::int64_t head) {
    if (words_.empty()) words_.resize(bits / bits_of_word);
    const std::uint64_t bit = bit_of(head);
    words_[bit / bits_of_word] |= 1ULL << (bit % bits_of_word);
    ++heads_;
}

void HeadFilter::read_more(sql::Connection& db) {
    if (is_complete_ && heads_ > heads_max) start_again();
    if (is_complete_ || is_too_large_) return;
    std::int64_t found = 0;
    auto rows = db.query(select_heads_from, {read_to_, read_at_once});
    while (rows.next()) {
        ++found;
        read_to_ = rows.integer(0);
        add(read_to_);
    }
    is_complete_ = found < read_at_once;
    is_too_large_ = heads_ > heads_max;
}

void HeadFilter::start_again() {
    words_.clear();
    heads_ = 0;
    is_complete_ = is_too_large_ = false;
    read_to_ = INT64_MIN;
}

}  // namespace jangteo::runtime
