#include "seller/in/http_seller_accounts.hpp"

#include "seller/in/enterprise_answers.hpp"

namespace jangteo::seller {

using contracts::AddSellerAccountBody;
using contracts::SellerAccountAnswer;
using contracts::SellerAccountRole;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Words words_unknown{"그런 업체가 없습니다.", "There is no such enterprise."};
constexpr Words words_not_owner{"업체의 소유자만 할 수 있습니다.",
                                "Only an owner of the enterprise may do this."};

constexpr Refusal<AddSellerAccountRejection> add_refusals[] = {
    {AddSellerAccountRejection::unknown_enterprise, 404, words_unknown},
    {AddSellerAccountRejection::not_owner, 403, words_not_owner},
    {AddSellerAccountRejection::already_has_account,
     409,
     {"이미 이 업체의 판매자 계정이 있습니다.",
      "The member has an account of this enterprise already."}},
    {AddSellerAccountRejection::too_many_accounts,
     422,
     {"판매자 계정은 100개까지 둘 수 있습니다.", "An enterprise has at most 100 accounts."}},
};

constexpr Refusal<RemoveSellerAccountRejection> remove_refusals[] = {
    {RemoveSellerAccountRejection::unknown_enterprise, 404, words_unknown},
    {RemoveSellerAccountRejection::not_owner, 403, words_not_owner},
    {RemoveSellerAccountRejection::unknown_account,
     404,
     {"그런 판매자 계정이 없습니다.", "There is no such account."}},
    {RemoveSellerAccountRejection::last_owner,
     409,
     {"마지막 소유자는 뺄 수 없습니다.", "The last owner cannot be removed."}},
};

SellerAccountAnswer account_answer(EnterpriseId enterprise, const SellerAccount& account) {
    auto role =
        account.role == AccountRole::owner ? SellerAccountRole::owner : SellerAccountRole::staff;
    return {account.id, enterprise, account.member_id, role, account.added_at};
}

}  // namespace

void HttpSellerAccounts::declare(runtime::Routes& routes) {
    declare_list(routes);
    declare_changes(routes);
}

void HttpSellerAccounts::declare_list(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/seller/accounts",
                  .name = "list_seller_accounts",
                  .summary = "Who acts for your enterprise, all on one page",
                  .roles = runtime::sellers,
                  .answer = &codec::shape_of<runtime::Page<SellerAccountAnswer>>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     auto enterprise = ports_.enterprises.find(db, call.principal.enterprise);
                     if (!enterprise || !enterprise->account_of(call.principal.member)) {
                         return runtime::not_found(call);
                     }
                     runtime::Page<SellerAccountAnswer> page;
                     for (const SellerAccount& account : enterprise->accounts) {
                         page.data.push_back(account_answer(enterprise->id, account));
                     }
                     return runtime::answer(page);
                 });
}

void HttpSellerAccounts::declare_changes(runtime::Routes& routes) {
    auto add = [this](Transaction& tx, const Call& call,
                      const AddSellerAccountBody& body) -> HttpAnswer {
        AddSellerAccount command{.enterprise_id = call.principal.enterprise,
                                 .by = call.principal.member,
                                 .member_id = body.member_id,
                                 .role = body.role == SellerAccountRole::owner
                                             ? AccountRole::owner
                                             : AccountRole::staff};
        auto account = keep_.handle(tx, command);
        if (!account) return runtime::refuse(call, add_refusals, account.error());
        return runtime::answer(account_answer(command.enterprise_id, *account), 201);
    };
    routes.command<AddSellerAccountBody>({.method = Method::post,
                                          .path = "/v1/seller/accounts",
                                          .name = "add_seller_account",
                                          .summary = "Let a member act for your enterprise",
                                          .roles = runtime::seller_owners,
                                          .key = runtime::KeyPolicy::optional,
                                          .success = 201,
                                          .answer = &codec::shape_of<SellerAccountAnswer>(),
                                          .refusals = {"unknown_enterprise", "not_owner",
                                                       "already_has_account", "too_many_accounts"}},
                                         add);
    routes.command(
        {.method = Method::del,
         .path = "/v1/seller/accounts/{account_id}",
         .name = "remove_seller_account",
         .summary = "Let a member no longer act for your enterprise",
         .roles = runtime::seller_owners,
         .success = 204,
         .refusals = {"unknown_enterprise", "not_owner", "unknown_account", "last_owner"}},
        [this](Transaction& tx, const Call& call) -> HttpAnswer {
            RemoveSellerAccount command{call.principal.enterprise, call.principal.member,
                                        call.path_id<SellerAccountId>("account_id")};
            auto removed = keep_.handle(tx, command);
            if (!removed) return runtime::refuse(call, remove_refusals, removed.error());
            return runtime::no_content();
        });
}

}  // namespace jangteo::seller
