#pragma once

// Whether the file in a data folder is a store of ours and whole, asked before anything is written
// to it.

#include <string>

namespace jangteo::boot {

// Fault{permanent} that says what the file is instead. A file that does not exist is fine, and so
// is an empty one: a start that was killed leaves it.
void refuse_foreign_store(const std::string& path);

// Fault{permanent} when the store's log has lost what was flushed: starting would go on without it.
void refuse_damaged_log(const std::string& path);

}  // namespace jangteo::boot
