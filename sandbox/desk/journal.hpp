#pragma once

// Journal: the durable books of a provider, one SQLite file to which entries are only added. A
// provider keeps its state in memory and replays the journal when it starts; the last entry about
// an object is its state. Adding is cheap (no index, one row); commit() makes all that was added
// since the last one durable.
//
// One thread. A failing commit is a Fault that nobody handles: the process ends and starts again
// from the journal.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/timestamp.hpp"

namespace jangteo::platform::sqlite {
class SqliteStore;
}

namespace jangteo::sandbox {

struct Entry {
    std::int64_t sequence = 0;  // given by the journal
    Timestamp at;
    std::int64_t kind = 0;    // the provider's own
    std::string_view call;    // names the call that must not be done twice; may be empty
    std::int64_t status = 0;  // of the answer to that call
    std::string_view object;  // the object's state
    std::string_view answer;  // the body of the answer, when it is not made from the object
};

class Journal {
  public:
    // Without a path the books are in memory. Fault{permanent} when another process has the file.
    explicit Journal(const std::string& path);
    ~Journal();

    // Oldest first; the views live until visit returns.
    void replay(const std::function<void(const Entry&)>& visit);
    std::int64_t append(const Entry& entry);
    // The views of the entry live until visit returns; false when there is none.
    bool read(std::int64_t sequence, const std::function<void(const Entry&)>& visit);
    void commit();

    std::uint64_t commits() const;

  private:
    std::unique_ptr<platform::sqlite::SqliteStore> store_;
    std::int64_t last_ = 0;
    bool is_open_ = false;  // a transaction
};

}  // namespace jangteo::sandbox
