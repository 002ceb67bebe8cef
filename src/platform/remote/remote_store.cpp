#include "platform/remote/remote_store.hpp"

namespace jangteo::platform::remote {

RemoteStore::RemoteStore(OpenSession open_session, Duration commit_patience)
    : open_session_(std::move(open_session)),
      writer_(open_session_(Role::writer), Role::writer, commit_patience) {}

sql::Connection& RemoteStore::reader() {
    std::lock_guard lock(readers_mutex_);
    auto& slot = readers_[std::this_thread::get_id()];
    if (!slot) slot = std::make_unique<RemoteConnection>(open_session_(Role::reader), Role::reader);
    return *slot;
}

}  // namespace jangteo::platform::remote
