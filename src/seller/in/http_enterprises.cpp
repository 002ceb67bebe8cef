#include "seller/in/http_enterprises.hpp"

#include "seller/in/enterprise_answers.hpp"

namespace jangteo::seller {

using contracts::ChangeEnterpriseBody;
using contracts::CreateEnterpriseBody;
using contracts::EnterpriseAnswer;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Words words_unknown{"그런 업체가 없습니다.", "There is no such enterprise."};
constexpr Words words_not_owner{"업체의 소유자만 할 수 있습니다.",
                                "Only an owner of the enterprise may do this."};

constexpr Refusal<ChangeEnterpriseRejection> change_refusals[] = {
    {ChangeEnterpriseRejection::unknown_enterprise, 404, words_unknown},
    {ChangeEnterpriseRejection::not_owner, 403, words_not_owner},
    {ChangeEnterpriseRejection::version_mismatch,
     412,
     {"그사이에 바뀌었습니다. 다시 읽고 시도하세요.",
      "It was changed meanwhile. Read it again and retry."}},
    {ChangeEnterpriseRejection::verified_details_are_fixed,
     409,
     {"확인된 상호와 대표자는 바꿀 수 없습니다.",
      "A verified name and representative no longer change."}},
};

constexpr Refusal<RequestVerificationRejection> request_refusals[] = {
    {RequestVerificationRejection::unknown_enterprise, 404, words_unknown},
    {RequestVerificationRejection::not_owner, 403, words_not_owner},
    {RequestVerificationRejection::already_requested,
     409,
     {"이미 확인을 요청했습니다.", "Verification was requested already."}},
    {RequestVerificationRejection::already_verified,
     409,
     {"이미 확인되었습니다.", "It is verified already."}},
};

EnterpriseChange change_of(const ChangeEnterpriseBody& body) {
    EnterpriseChange change;
    if (body.name) change.name = body.name->value;
    if (body.representative) change.representative = body.representative->value;
    if (body.email) change.email = body.email->value;
    if (body.phone) change.phone = body.phone->value;
    if (body.settlement_account)
        change.settlement_account = settlement_account_of(*body.settlement_account);
    return change;
}

}  // namespace

void HttpEnterprises::declare(runtime::Routes& routes) {
    declare_create(routes);
    declare_show(routes);
    declare_change(routes);
    declare_request_verification(routes);
}

void HttpEnterprises::declare_create(runtime::Routes& routes) {
    auto create = [this](Transaction& tx, const Call& call,
                         const CreateEnterpriseBody& body) -> HttpAnswer {
        CreateEnterprise command = create_command(body);
        command.owner = call.principal.member;
        auto enterprise = create_.handle(tx, command);
        if (!enterprise) return runtime::refuse(call, create_refusals, enterprise.error());
        return runtime::answer(enterprise_answer(*enterprise), 201);
    };
    routes.command<CreateEnterpriseBody>(
        {.method = Method::post,
         .path = "/v1/seller/enterprises",
         .name = "create_enterprise",
         .summary = "Register a business; you become its owner",
         .key = runtime::KeyPolicy::optional,
         .success = 201,
         .answer = &codec::shape_of<EnterpriseAnswer>(),
         .refusals = {"invalid_business_number", "business_number_taken"}},
        create);
}

void HttpEnterprises::declare_show(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/seller/enterprises/{enterprise_id}",
                  .name = "show_enterprise",
                  .summary = "An enterprise that you act for",
                  .answer = &codec::shape_of<EnterpriseAnswer>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     auto enterprise =
                         ports_.enterprises.find(db, call.path_id<EnterpriseId>("enterprise_id"));
                     if (!enterprise || !enterprise->account_of(call.principal.member)) {
                         return runtime::not_found(call);
                     }
                     return runtime::answer(enterprise_answer(*enterprise));
                 });
}

void HttpEnterprises::declare_change(runtime::Routes& routes) {
    auto change = [this](Transaction& tx, const Call& call,
                         const ChangeEnterpriseBody& body) -> HttpAnswer {
        ChangeEnterprise command{.enterprise_id = call.path_id<EnterpriseId>("enterprise_id"),
                                 .by = call.principal.member,
                                 .change = change_of(body),
                                 .wanted_version = call.if_match};
        auto enterprise = change_.handle(tx, command);
        if (!enterprise) return runtime::refuse(call, change_refusals, enterprise.error());
        return runtime::answer(enterprise_answer(*enterprise));
    };
    routes.command<ChangeEnterpriseBody>(
        {.method = Method::patch,
         .path = "/v1/seller/enterprises/{enterprise_id}",
         .name = "change_enterprise",
         .summary = "Change the details of your enterprise",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<EnterpriseAnswer>(),
         .refusals = {"unknown_enterprise", "not_owner", "version_mismatch",
                      "verified_details_are_fixed"}},
        change);
}

void HttpEnterprises::declare_request_verification(runtime::Routes& routes) {
    routes.command(
        {.method = Method::post,
         .path = "/v1/seller/enterprises/{enterprise_id}/verification",
         .name = "request_verification",
         .summary = "Ask for verification; without it nothing can be sold",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<EnterpriseAnswer>(),
         .refusals = {"unknown_enterprise", "not_owner", "already_requested", "already_verified"}},
        [this](Transaction& tx, const Call& call) -> HttpAnswer {
            RequestVerification command{call.path_id<EnterpriseId>("enterprise_id"),
                                        call.principal.member};
            auto enterprise = verify_.handle(tx, command);
            if (!enterprise) return runtime::refuse(call, request_refusals, enterprise.error());
            return runtime::answer(enterprise_answer(*enterprise));
        });
}

}  // namespace jangteo::seller
