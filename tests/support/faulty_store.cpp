#include "tests/support/faulty_store.hpp"

#include "kernel/fault.hpp"

namespace jangteo::test {

FaultyStore::FaultyStore(sql::Store& behind)
    : behind_(behind), writer_(*this, behind.writer(), true) {}

void FaultyStore::break_once(std::uint64_t n) {
    repair();
    break_at_ = n;
}

void FaultyStore::break_from(std::uint64_t n) { break_for(n, never); }

void FaultyStore::break_for(std::uint64_t n, std::uint64_t count) {
    break_once(n);
    broken_steps_ = count;
}

void FaultyStore::repair() {
    steps_ = 0;
    break_at_ = never;
    broken_steps_ = 1;
    reads_broken_ = false;
}

sql::Connection& FaultyStore::reader() {
    sql::Connection& reader = behind_.reader();
    if (&reader == &behind_.writer()) return writer_;
    if (!reader_) reader_.emplace(*this, reader, false);
    return *reader_;
}

void FaultyStore::step() {
    ++steps_;
    if (steps_ >= break_at_ && steps_ - break_at_ < broken_steps_) {
        throw Fault(FaultKind::retry_later, "the disk is full");
    }
}

void FaultyStore::FaultyConnection::begin() {
    store_.step();
    behind_.begin();
}

void FaultyStore::FaultyConnection::commit() {
    store_.step();
    behind_.commit();
}

sql::Rows FaultyStore::FaultyConnection::do_query(const sql::Query& query,
                                                  std::span<const sql::Value> values) {
    if (store_.reads_broken_) throw Fault(FaultKind::retry_later, "the disk cannot be read");
    return behind_.query_values(query, values);
}

sql::Changed FaultyStore::FaultyConnection::do_execute(const sql::Query& query,
                                                       std::span<const sql::Value> values) {
    store_.step();
    return behind_.execute_values(query, values);
}

void FaultyStore::FaultyConnection::do_execute_expecting(const sql::Query& query,
                                                         std::span<const sql::Value> values,
                                                         sql::Expected expected) {
    store_.step();
    behind_.execute_expecting(query, values, expected);
}

}  // namespace jangteo::test
