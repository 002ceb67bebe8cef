#include "platform/sqlite/gathering_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "kernel/check.hpp"
#include "platform/sqlite/sqlite_connection.hpp"

namespace jangteo::platform::sqlite {
namespace {

constexpr int frame_header_bytes = 24;
// SQLite's own VFS for Unix writes less than 128 KiB in a call.
constexpr std::size_t gathered_max = (128 << 10) - 1;
constexpr sqlite3_int64 nowhere = -1;

// A file as its one writer has it open. What is written behind what was written last is kept and
// goes to the real file with what follows, in one call.
class GatheringFile {
  public:
    explicit GatheringFile(sqlite3_file* real) : real_(real) { gathered_.reserve(gathered_max); }
    virtual ~GatheringFile() = default;

    virtual int write(const void* bytes, int count, sqlite3_int64 at) {
        int code = at == end_ ? append(bytes, count) : write_apart(bytes, count, at);
        end_ = code == SQLITE_OK ? at + count : nowhere;
        return code;
    }

    // What was gathered goes to the file.
    int settle() {
        if (gathered_.empty()) return SQLITE_OK;
        auto count = static_cast<int>(gathered_.size());
        int code = real_->pMethods->xWrite(real_, gathered_.data(), count, end_ - count);
        gathered_.clear();
        if (code != SQLITE_OK) end_ = nowhere;
        return code;
    }

    // What SQLite says of its work (sqlite3_file_control).
    virtual void note(int, const void*) {}

    sqlite3_file* real() const { return real_; }

  private:
    int append(const void* bytes, int count) {
        const auto size = static_cast<std::size_t>(count);
        if (gathered_.size() + size > gathered_max) {
            if (int code = settle(); code != SQLITE_OK) return code;
        }
        if (size > gathered_max) return real_->pMethods->xWrite(real_, bytes, count, end_);
        const auto* first = static_cast<const char*>(bytes);
        gathered_.insert(gathered_.end(), first, first + count);
        return SQLITE_OK;
    }

    int write_apart(const void* bytes, int count, sqlite3_int64 at) {
        if (int code = settle(); code != SQLITE_OK) return code;
        return real_->pMethods->xWrite(real_, bytes, count, at);
    }

    sqlite3_file* real_;
    std::vector<char> gathered_;
    sqlite3_int64 end_ = nowhere;  // of what was written last
};

// The write-ahead log. Written apart: its own header, frames after a rollback, checksums made
// again.
class Log final : public GatheringFile {
  public:
    using GatheringFile::GatheringFile;

    int write(const void* bytes, int count, sqlite3_int64 at) override {
        if (int code = GatheringFile::write(bytes, count, at); code != SQLITE_OK) return code;
        // A frame is its header, then its page. The header of a transaction's last frame says so,
        // and nobody may be told of the transaction before that frame is in the file.
        const bool is_header = count == frame_header_bytes;
        const bool is_transaction_whole = !is_header && is_last_;
        is_last_ = is_header && ends_transaction(static_cast<const unsigned char*>(bytes));
        return is_transaction_whole ? settle() : SQLITE_OK;
    }

  private:
    static bool ends_transaction(const unsigned char* header) {
        return std::any_of(header + 4, header + 8, [](unsigned char byte) { return byte != 0; });
    }

    bool is_last_ = false;  // the frame whose header was written last ends its transaction
};

// The database. Its pages are gathered while a checkpoint copies them, in their order, out of the
// log: nobody reads them in the file before it says that it is done.
class Database final : public GatheringFile {
  public:
    using GatheringFile::GatheringFile;

    int write(const void* bytes, int count, sqlite3_int64 at) override {
        const int code = GatheringFile::write(bytes, count, at);
        // The file grows up to its last page: whether there is room for all is said here.
        if (code == SQLITE_OK && (!is_copying_ || at + count == grows_to_)) return settle();
        return code;
    }

    void note(int operation, const void* argument) override {
        if (operation == SQLITE_FCNTL_CKPT_START) {
            is_copying_ = true;
            grows_to_ = nowhere;
        } else if (operation == SQLITE_FCNTL_SIZE_HINT) {
            grows_to_ = *static_cast<const sqlite3_int64*>(argument);
        } else if (operation == SQLITE_FCNTL_CKPT_DONE) {
            is_copying_ = false;
            // It could not be told any more: it would go on as if the pages were in the file.
            if (settle() != SQLITE_OK) stop_unflushed("a checkpoint could not write its pages");
        }
    }

  private:
    bool is_copying_ = false;
    sqlite3_int64 grows_to_ = nowhere;  // bytes, by the checkpoint under way
};

// What SQLite allocates for us: the real file stands behind it.
struct OpenFile {
    sqlite3_file base;
    GatheringFile* file;
};

GatheringFile& own(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file)->file; }
sqlite3_file* real_of(sqlite3_file* file) { return own(file).real(); }

// What gathers nothing.
template <class Method, class... Arguments>
auto passed(sqlite3_file* file, Method sqlite3_io_methods::*method, Arguments... arguments) {
    sqlite3_file* real = real_of(file);
    return (real->pMethods->*method)(real, arguments...);
}

// Whatever else is asked of the file finds in it what was written.
template <class Method, class... Arguments>
int settled(sqlite3_file* file, Method sqlite3_io_methods::*method, Arguments... arguments) {
    if (int code = own(file).settle(); code != SQLITE_OK) return code;
    return passed(file, method, arguments...);
}

int close(sqlite3_file* file) {
    const std::unique_ptr<GatheringFile> closed(&own(file));
    // Without its last frame a transaction did not happen: what is still gathered is dropped.
    return closed->real()->pMethods->xClose(closed->real());
}

int read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 at) {
    return settled(file, &sqlite3_io_methods::xRead, bytes, count, at);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    return own(file).write(bytes, count, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    return settled(file, &sqlite3_io_methods::xTruncate, size);
}

int sync(sqlite3_file* file, int flags) { return settled(file, &sqlite3_io_methods::xSync, flags); }

int size_of(sqlite3_file* file, sqlite3_int64* size) {
    return settled(file, &sqlite3_io_methods::xFileSize, size);
}

int lock(sqlite3_file* file, int level) { return settled(file, &sqlite3_io_methods::xLock, level); }

int unlock(sqlite3_file* file, int level) {
    return settled(file, &sqlite3_io_methods::xUnlock, level);
}

int is_reserved(sqlite3_file* file, int* result) {
    return settled(file, &sqlite3_io_methods::xCheckReservedLock, result);
}

int control(sqlite3_file* file, int operation, void* argument) {
    own(file).note(operation, argument);
    return settled(file, &sqlite3_io_methods::xFileControl, operation, argument);
}

int sector_size(sqlite3_file* file) { return passed(file, &sqlite3_io_methods::xSectorSize); }

int device_characteristics(sqlite3_file* file) {
    return passed(file, &sqlite3_io_methods::xDeviceCharacteristics);
}

int map_shared(sqlite3_file* file, int region, int bytes, int extend, void volatile** mapped) {
    return passed(file, &sqlite3_io_methods::xShmMap, region, bytes, extend, mapped);
}

int lock_shared(sqlite3_file* file, int first, int count, int flags) {
    return passed(file, &sqlite3_io_methods::xShmLock, first, count, flags);
}

void order_shared(sqlite3_file* file) { passed(file, &sqlite3_io_methods::xShmBarrier); }

int unmap_shared(sqlite3_file* file, int remove) {
    return passed(file, &sqlite3_io_methods::xShmUnmap, remove);
}

// Version 2: nothing of the file is mapped.
constexpr sqlite3_io_methods methods{.iVersion = 2,
                                     .xClose = close,
                                     .xRead = read,
                                     .xWrite = write,
                                     .xTruncate = truncate,
                                     .xSync = sync,
                                     .xFileSize = size_of,
                                     .xLock = lock,
                                     .xUnlock = unlock,
                                     .xCheckReservedLock = is_reserved,
                                     .xFileControl = control,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = device_characteristics,
                                     .xShmMap = map_shared,
                                     .xShmLock = lock_shared,
                                     .xShmBarrier = order_shared,
                                     .xShmUnmap = unmap_shared,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    sqlite3_vfs* behind = sqlite3_vfs_find(nullptr);
    if ((flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)) == 0) {
        return behind->xOpen(behind, name, file, flags, flags_out);
    }
    auto* opened = reinterpret_cast<OpenFile*>(file);
    auto* real = reinterpret_cast<sqlite3_file*>(opened + 1);
    file->pMethods = nullptr;
    int code = behind->xOpen(behind, name, real, flags, flags_out);
    if (code != SQLITE_OK) {
        if (real->pMethods) real->pMethods->xClose(real);
        return code;
    }
    if ((flags & SQLITE_OPEN_WAL) != 0) {
        opened->file = new Log(real);
    } else {
        opened->file = new Database(real);
    }
    file->pMethods = &methods;
    return SQLITE_OK;
}

}  // namespace

const char* gathering_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs made = *sqlite3_vfs_find(nullptr);
        made.szOsFile += static_cast<int>(sizeof(OpenFile));
        made.zName = "gathering";
        made.pNext = nullptr;
        made.xOpen = open;
        return made;
    }();
    static const int code = sqlite3_vfs_register(&vfs, 0);
    check(code == SQLITE_OK, "SQLite takes the VFS");
    return vfs.zName;
}

}  // namespace jangteo::platform::sqlite
