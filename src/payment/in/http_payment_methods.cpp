#include "payment/in/http_payment_methods.hpp"

#include "contracts/payment/payment_methods.hpp"
#include "runtime/page.hpp"

namespace jangteo::payment {
namespace {

using contracts::PaymentMethodView;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;

constexpr runtime::Refusal<AddPaymentMethodRejection> add_refusals[] = {
    {AddPaymentMethodRejection::wrong_customer_key,
     422,
     {"회원의 고객 키가 아닙니다.", "This is not the member's customer key."}},
};

constexpr runtime::Refusal<RemovePaymentMethodRejection> remove_refusals[] = {
    {RemovePaymentMethodRejection::payment_method_not_found,
     404,
     {"결제 수단을 찾을 수 없습니다.", "There is no such payment method."}},
};

PaymentMethodView view_of(const PaymentMethod& method) {
    PaymentMethodView view;
    view.id = method.id;
    view.version = method.version;
    view.status = static_cast<contracts::PaymentMethodStatus>(method.status);
    view.method = method.method;
    view.issuer_code = method.issuer_code;
    view.number = method.number;
    if (!method.failure.empty()) view.failure = method.failure;
    view.created_at = method.created_at;
    return view;
}

}  // namespace

void HttpPaymentMethods::install(runtime::Routes& routes) {
    install_add(routes);
    routes.command(
        {.method = Method::post,
         .path = "/v1/payment-methods/prepare",
         .name = "prepare_payment_method",
         .summary = "What the browser needs to open the provider's billing window",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<contracts::BillingWindow>()},
        [this](runtime::Transaction& tx, const Call& call) {
            return runtime::answer(contracts::BillingWindow{
                options_.client_key, customer_key_of(tx, methods_, call.principal.member),
                options_.billing_success_url, options_.billing_fail_url});
        });
    routes.query({.path = "/v1/payment-methods",
                  .name = "list_payment_methods",
                  .summary = "The member's payment methods",
                  .answer = &codec::shape_of<runtime::Page<PaymentMethodView>>(),
                  .query = {{"limit", "1 to 100, 25 by default"},
                            {"cursor", "meta.next_cursor of the page before"}}},
                 [this](sql::Connection& db, const Call& call) { return list(db, call); });
    routes.command({.method = Method::del,
                    .path = "/v1/payment-methods/{payment_method_id}",
                    .name = "remove_payment_method",
                    .summary = "Never charge this payment method again",
                    .success = 204},
                   [this](runtime::Transaction& tx, const Call& call) {
                       auto removed = handler_.handle(
                           tx,
                           RemovePaymentMethod{call.principal.member,
                                               call.path_id<PaymentMethodId>("payment_method_id")});
                       if (!removed) return runtime::refuse(call, remove_refusals, removed.error());
                       return runtime::no_content();
                   });
}

void HttpPaymentMethods::install_add(runtime::Routes& routes) {
    routes.command<contracts::AddPaymentMethodBody>(
        {.method = Method::post,
         .path = "/v1/payment-methods",
         .name = "add_payment_method",
         .summary = "Store the payment method that the provider's window has just authorised",
         .key = runtime::KeyPolicy::required,
         .success = 202,
         .answer = &codec::shape_of<PaymentMethodView>(),
         .refusals = {"wrong_customer_key"}},
        [this](runtime::Transaction& tx, const Call& call,
               const contracts::AddPaymentMethodBody& body) {
            auto method =
                handler_.handle(tx, AddPaymentMethod{call.principal.member, body.auth_key.value,
                                                     body.customer_key.value});
            if (!method) return runtime::refuse(call, add_refusals, method.error());
            return runtime::answer(view_of(*method), 202);
        });
}

HttpAnswer HttpPaymentMethods::list(sql::Connection& db, const Call& call) const {
    auto request = runtime::page_request(call);
    if (!request) return request.error();
    std::vector<PaymentMethodView> views;
    for (const PaymentMethod& method :
         methods_.list_of(db, call.principal.member, request->after, request->limit + 1)) {
        views.push_back(view_of(method));
    }
    return runtime::page_answer(
        call, std::move(views), *request,
        [](const PaymentMethodView& view) { return std::string(view.id.bytes()); });
}

}  // namespace jangteo::payment
