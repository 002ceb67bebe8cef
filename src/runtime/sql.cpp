#include "runtime/sql.hpp"

#include <algorithm>
#include <atomic>

namespace jangteo::sql {

Query::Query(std::string text, Waiting waiting) : text_(std::move(text)), waiting_(waiting) {
    static std::atomic<std::size_t> next_ordinal{0};
    ordinal_ = next_ordinal++;
}

void Connection::wait(WaitingWrites& writes) {
    ++writes_;
    if (std::find(waiting_.begin(), waiting_.end(), &writes) == waiting_.end())
        waiting_.push_back(&writes);
}

void Connection::write_before(const Query& query) {
    std::erase_if(waiting_, [&](WaitingWrites* writes) {
        bool named = query.text().find(writes->table()) != std::string::npos;
        if (named) writes->write(*this);
        return named;
    });
}

void Connection::end_unit() {
    for (WaitingWrites* writes : waiting_) writes->write(*this);
    waiting_.clear();
    in_unit_ = false;
}

void Connection::forget_unit() {
    for (WaitingWrites* writes : waiting_) writes->forget();
    waiting_.clear();
    in_unit_ = false;
}

}  // namespace jangteo::sql
