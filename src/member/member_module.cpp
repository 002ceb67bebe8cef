#include "member/member_module.hpp"

#include "contracts/member/events.hpp"
#include "member/app/ensure_member.hpp"
#include "member/app/on_seller_account.hpp"
#include "member/in/http_addresses.hpp"
#include "member/in/http_admin_members.hpp"
#include "member/in/http_members.hpp"
#include "member/in/http_sessions.hpp"
#include "member/out/sql_members.hpp"
#include "member/out/sql_seller_accounts.hpp"
#include "member/out/sql_sessions.hpp"

namespace jangteo::member {

const std::vector<runtime::Migration>& migrations();

struct MemberModule::Parts {
    explicit Parts(MemberModule::Ports outside)
        : ports{members,       sessions,       address_books,     login_attempts, seller_accounts,
                acting_tokens, outside.tokens, outside.passwords, outside.digest, outside.random} {}

    SqlMembers members;
    SqlSessions sessions;
    SqlAddressBooks address_books;
    SqlLoginAttempts login_attempts;
    SqlSellerAccounts seller_accounts;
    SqlActingTokens acting_tokens;
    MemberPorts ports;

    PasswordChecker checker{ports};
    HttpMembers http_members{ports, checker};
    HttpSessions http_sessions{ports, checker};
    HttpAddresses http_addresses{ports};
    HttpAdminMembers http_admin_members{ports};
    EnsureMemberHandler ensure_member{ports};
    OnSellerAccount on_seller_account{ports};
};

MemberModule::MemberModule(Ports ports) : parts_(std::make_unique<Parts>(ports)) {}

MemberModule::~MemberModule() = default;

void MemberModule::install(runtime::Registry& registry) {
    using namespace contracts;
    Parts& parts = *parts_;

    registry.add_migrations(migrations());

    parts.http_members.declare(registry.routes);
    parts.http_sessions.declare(registry.routes);
    parts.http_addresses.declare(registry.routes);
    parts.http_admin_members.declare(registry.routes);

    registry.publishes<MemberCreated>();
    registry.publishes<MemberUpdated>();
    registry.publishes<MemberDisabled>();

    registry.on<SellerAccountCreated>("member",
                                      [&parts](runtime::Transaction& tx, const auto& event) {
                                          parts.on_seller_account.handle(tx, event);
                                      });
    registry.on<SellerAccountRemoved>("member",
                                      [&parts](runtime::Transaction& tx, const auto& event) {
                                          parts.on_seller_account.handle(tx, event);
                                      });
}

bool MemberModule::has_members(sql::Connection& db) const {
    return !parts_->members.list(db, {.after = "", .limit = 1}).empty();
}

MemberId MemberModule::ensure_operator(runtime::Transaction& tx, const FirstMember& who) {
    return parts_->ensure_member.handle(
        tx, {who.email, who.name, who.password_hash, Grant::operator_rights});
}

MemberId MemberModule::ensure_member(runtime::Transaction& tx, const FirstMember& who) {
    return parts_->ensure_member.handle(tx,
                                        {who.email, who.name, who.password_hash, Grant::nothing});
}

}  // namespace jangteo::member
