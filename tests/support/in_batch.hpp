#pragma once

#include "runtime/sql.hpp"

namespace jangteo::test {

// In one batch, which is committed.
template <class Work>
void in_batch(sql::Connection& db, Work work) {
    db.begin();
    db.begin_batch();
    work();
    db.end_batch();
    db.commit();
}

}  // namespace jangteo::test
