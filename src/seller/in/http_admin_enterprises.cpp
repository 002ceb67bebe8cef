#include "seller/in/http_admin_enterprises.hpp"

#include "seller/in/enterprise_answers.hpp"

namespace jangteo::seller {

using contracts::CreateEnterpriseForBody;
using contracts::EnterpriseAnswer;
using contracts::RejectEnterpriseBody;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Refusal<DecideVerificationRejection> decide_refusals[] = {
    {DecideVerificationRejection::unknown_enterprise,
     404,
     {"그런 업체가 없습니다.", "There is no such enterprise."}},
    {DecideVerificationRejection::not_requested,
     409,
     {"확인을 요청하지 않은 업체입니다.", "Verification was not requested."}},
    {DecideVerificationRejection::nothing_to_reject,
     409,
     {"거절할 요청이나 확인이 없습니다.", "There is no request or verification to reject."}},
};

}  // namespace

void HttpAdminEnterprises::declare(runtime::Routes& routes) {
    declare_create(routes);
    declare_reads(routes);
    declare_decisions(routes);
}

void HttpAdminEnterprises::declare_create(runtime::Routes& routes) {
    auto create = [this](Transaction& tx, const Call& call,
                         const CreateEnterpriseForBody& body) -> HttpAnswer {
        CreateEnterprise command = create_command(body);
        command.owner = body.owner_member_id;
        if (body.verified == true) command.verification = Verification::done;
        auto enterprise = create_.handle(tx, command);
        if (!enterprise) return runtime::refuse(call, create_refusals, enterprise.error());
        return runtime::answer(enterprise_answer(*enterprise), 201);
    };
    routes.command<CreateEnterpriseForBody>(
        {.method = Method::post,
         .path = "/v1/admin/enterprises",
         .name = "create_enterprise_for",
         .summary = "Register a business for a member, verified if you say so",
         .roles = runtime::operators,
         .key = runtime::KeyPolicy::optional,
         .success = 201,
         .answer = &codec::shape_of<EnterpriseAnswer>(),
         .refusals = {"invalid_business_number", "business_number_taken"}},
        create);
}

void HttpAdminEnterprises::declare_reads(runtime::Routes& routes) {
    auto list = [this](sql::Connection& db, const Call& call) -> HttpAnswer {
        auto page = runtime::page_request(call);
        if (!page) return page.error();
        auto status = status_filter<EnterpriseStatus>(call);
        if (!status) return status.error();
        std::vector<EnterpriseAnswer> items;
        for (const Enterprise& enterprise : ports_.enterprises.list(db, *status, slice_of(*page))) {
            items.push_back(enterprise_answer(enterprise));
        }
        return runtime::page_answer(
            call, std::move(items), *page,
            [](const EnterpriseAnswer& item) { return std::string(item.id.bytes()); });
    };
    routes.query({.method = Method::get,
                  .path = "/v1/admin/enterprises",
                  .name = "list_enterprises",
                  .summary = "All enterprises, oldest first",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<runtime::Page<EnterpriseAnswer>>(),
                  .query = {{"limit", "1 to 100, 25 if left out"},
                            {"cursor", "meta.next_cursor of the page before"},
                            {"filter[status]", "draft, requested, verified or rejected"}}},
                 list);
    routes.query({.method = Method::get,
                  .path = "/v1/admin/enterprises/{enterprise_id}",
                  .name = "inspect_enterprise",
                  .summary = "One enterprise",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<EnterpriseAnswer>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     auto enterprise =
                         ports_.enterprises.find(db, call.path_id<EnterpriseId>("enterprise_id"));
                     if (!enterprise) return runtime::not_found(call);
                     return runtime::answer(enterprise_answer(*enterprise));
                 });
}

void HttpAdminEnterprises::declare_decisions(runtime::Routes& routes) {
    routes.command({.method = Method::post,
                    .path = "/v1/admin/enterprises/{enterprise_id}/verify",
                    .name = "verify_enterprise",
                    .summary = "Verify an enterprise that asked for it: it may sell",
                    .roles = runtime::operators,
                    .key = runtime::KeyPolicy::optional,
                    .answer = &codec::shape_of<EnterpriseAnswer>(),
                    .refusals = {"unknown_enterprise", "not_requested"}},
                   [this](Transaction& tx, const Call& call) -> HttpAnswer {
                       VerifyEnterprise command{call.path_id<EnterpriseId>("enterprise_id")};
                       auto enterprise = verify_.handle(tx, command);
                       if (!enterprise)
                           return runtime::refuse(call, decide_refusals, enterprise.error());
                       return runtime::answer(enterprise_answer(*enterprise));
                   });
    auto reject = [this](Transaction& tx, const Call& call,
                         const RejectEnterpriseBody& body) -> HttpAnswer {
        RejectEnterprise command{call.path_id<EnterpriseId>("enterprise_id"), body.reason.value};
        auto enterprise = verify_.handle(tx, command);
        if (!enterprise) return runtime::refuse(call, decide_refusals, enterprise.error());
        return runtime::answer(enterprise_answer(*enterprise));
    };
    routes.command<RejectEnterpriseBody>(
        {.method = Method::post,
         .path = "/v1/admin/enterprises/{enterprise_id}/reject",
         .name = "reject_enterprise",
         .summary = "Refuse or withdraw verification: nothing of it may be sold",
         .roles = runtime::operators,
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<EnterpriseAnswer>(),
         .refusals = {"unknown_enterprise", "nothing_to_reject"}},
        reject);
}

}  // namespace jangteo::seller
