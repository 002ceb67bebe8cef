#include "member/app/log_out.hpp"

namespace jangteo::member {

std::expected<void, LogOutRejection> LogOutHandler::handle(runtime::Transaction& tx,
                                                           const LogOut& command) {
    auto session = ports_.sessions.find(tx.db(), command.session_id);
    if (!session || session->member_id != command.member_id) {
        return std::unexpected(LogOutRejection::unknown_session);
    }
    ports_.sessions.end(tx.db(), session->id);
    return {};
}

}  // namespace jangteo::member
