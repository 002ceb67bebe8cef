#include "platform/sqlite/gathering_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "kernel/check.hpp"

namespace jangteo::platform::sqlite {
namespace {

constexpr int frame_header_bytes = 24;
// SQLite's own VFS for Unix writes less than 128 KiB in a call.
constexpr std::size_t gathered_max = (128 << 10) - 1;
constexpr sqlite3_int64 nowhere = -1;

// The write-ahead log as its one writer has it open.
class Log {
  public:
    explicit Log(sqlite3_file* file) : file_(file) { gathered_.reserve(gathered_max); }

    int write(const void* bytes, int count, sqlite3_int64 at) {
        int code = at == end_ ? append(bytes, count) : write_apart(bytes, count, at);
        if (code != SQLITE_OK) {
            end_ = nowhere;
            return code;
        }
        end_ = at + count;
        // A frame is its header, then its page. The header of a transaction's last frame says so,
        // and nobody may be told of the transaction before that frame is in the file.
        const bool is_header = count == frame_header_bytes;
        if (!is_header && is_last_) code = settle();
        is_last_ = is_header && ends_transaction(static_cast<const unsigned char*>(bytes));
        return code;
    }

    // What was gathered goes to the file.
    int settle() {
        if (gathered_.empty()) return SQLITE_OK;
        auto count = static_cast<int>(gathered_.size());
        int code = file_->pMethods->xWrite(file_, gathered_.data(), count, end_ - count);
        gathered_.clear();
        if (code != SQLITE_OK) end_ = nowhere;
        return code;
    }

    sqlite3_file* file() const { return file_; }

  private:
    static bool ends_transaction(const unsigned char* header) {
        return std::any_of(header + 4, header + 8, [](unsigned char byte) { return byte != 0; });
    }

    int append(const void* bytes, int count) {
        const auto size = static_cast<std::size_t>(count);
        if (gathered_.size() + size > gathered_max) {
            if (int code = settle(); code != SQLITE_OK) return code;
        }
        if (size > gathered_max) return file_->pMethods->xWrite(file_, bytes, count, end_);
        const auto* first = static_cast<const char*>(bytes);
        gathered_.insert(gathered_.end(), first, first + count);
        return SQLITE_OK;
    }

    // Over what was written before: the log's own header, after a rollback, checksums made again.
    int write_apart(const void* bytes, int count, sqlite3_int64 at) {
        if (int code = settle(); code != SQLITE_OK) return code;
        return file_->pMethods->xWrite(file_, bytes, count, at);
    }

    sqlite3_file* file_;
    std::vector<char> gathered_;
    sqlite3_int64 end_ = nowhere;  // of what was written last
    bool is_last_ = false;         // the frame whose header was written last ends its transaction
};

// What SQLite allocates for us: the real file stands behind it.
struct LogFile {
    sqlite3_file base;
    Log* log;
};

Log& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file)->log; }
sqlite3_file* real_of(sqlite3_file* file) { return log_of(file).file(); }

// Whatever else is asked of the file finds in it what was written.
template <class Method, class... Arguments>
int settled(sqlite3_file* file, Method sqlite3_io_methods::*method, Arguments... arguments) {
    if (int code = log_of(file).settle(); code != SQLITE_OK) return code;
    sqlite3_file* real = real_of(file);
    return (real->pMethods->*method)(real, arguments...);
}

int close_log(sqlite3_file* file) {
    const std::unique_ptr<Log> log(&log_of(file));
    // Without its last frame a transaction did not happen: what is still gathered is dropped.
    return log->file()->pMethods->xClose(log->file());
}

int read_log(sqlite3_file* file, void* bytes, int count, sqlite3_int64 at) {
    return settled(file, &sqlite3_io_methods::xRead, bytes, count, at);
}

int write_log(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    return log_of(file).write(bytes, count, at);
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
    return settled(file, &sqlite3_io_methods::xTruncate, size);
}

int sync_log(sqlite3_file* file, int flags) {
    return settled(file, &sqlite3_io_methods::xSync, flags);
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size) {
    return settled(file, &sqlite3_io_methods::xFileSize, size);
}

int lock_log(sqlite3_file* file, int level) {
    return settled(file, &sqlite3_io_methods::xLock, level);
}

int unlock_log(sqlite3_file* file, int level) {
    return settled(file, &sqlite3_io_methods::xUnlock, level);
}

int is_reserved(sqlite3_file* file, int* result) {
    return settled(file, &sqlite3_io_methods::xCheckReservedLock, result);
}

int control_log(sqlite3_file* file, int operation, void* argument) {
    return settled(file, &sqlite3_io_methods::xFileControl, operation, argument);
}

int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }

int device_characteristics(sqlite3_file* file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

constexpr sqlite3_io_methods log_methods{.iVersion = 1,
                                         .xClose = close_log,
                                         .xRead = read_log,
                                         .xWrite = write_log,
                                         .xTruncate = truncate_log,
                                         .xSync = sync_log,
                                         .xFileSize = size_of_log,
                                         .xLock = lock_log,
                                         .xUnlock = unlock_log,
                                         .xCheckReservedLock = is_reserved,
                                         .xFileControl = control_log,
                                         .xSectorSize = sector_size,
                                         .xDeviceCharacteristics = device_characteristics,
                                         .xShmMap = nullptr,
                                         .xShmLock = nullptr,
                                         .xShmBarrier = nullptr,
                                         .xShmUnmap = nullptr,
                                         .xFetch = nullptr,
                                         .xUnfetch = nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    sqlite3_vfs* own = sqlite3_vfs_find(nullptr);
    if ((flags & SQLITE_OPEN_WAL) == 0) return own->xOpen(own, name, file, flags, flags_out);
    auto* log = reinterpret_cast<LogFile*>(file);
    auto* real = reinterpret_cast<sqlite3_file*>(log + 1);
    file->pMethods = nullptr;
    int code = own->xOpen(own, name, real, flags, flags_out);
    if (code != SQLITE_OK) {
        if (real->pMethods) real->pMethods->xClose(real);
        return code;
    }
    log->log = new Log(real);
    file->pMethods = &log_methods;
    return SQLITE_OK;
}

}  // namespace

const char* gathering_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs made = *sqlite3_vfs_find(nullptr);
        made.szOsFile += static_cast<int>(sizeof(LogFile));
        made.zName = "gathering";
        made.pNext = nullptr;
        made.xOpen = open_file;
        return made;
    }();
    static const int code = sqlite3_vfs_register(&vfs, 0);
    check(code == SQLITE_OK, "SQLite takes the VFS");
    return vfs.zName;
}

}  // namespace jangteo::platform::sqlite
