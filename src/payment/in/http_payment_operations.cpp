#include "payment/in/http_payment_operations.hpp"

#include "payment/in/payment_views.hpp"
#include "runtime/page.hpp"

namespace jangteo::payment {
namespace {

using contracts::PaymentRecord;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;

constexpr runtime::Refusal<AskPaymentAgainRejection> ask_again_refusals[] = {
    {AskPaymentAgainRejection::payment_not_found,
     404,
     {"결제를 찾을 수 없습니다.", "There is no such payment."}},
    {AskPaymentAgainRejection::nothing_escalated,
     409,
     {"다시 확인할 것이 없는 결제입니다.", "Nothing about this payment is open."}},
};

std::vector<PaymentRecord> records_of(const std::vector<Payment>& payments) {
    std::vector<PaymentRecord> records;
    for (const Payment& payment : payments) records.push_back(record_of(payment));
    return records;
}

HttpAnswer answer_page(const Call& call, const std::vector<Payment>& payments,
                       const runtime::PageRequest& request) {
    return runtime::page_answer(
        call, records_of(payments), request,
        [](const PaymentRecord& record) { return std::string(record.id.bytes()); });
}

const std::vector<runtime::QueryParameter> page_parameters{
    {"limit", "1 to 100, 25 by default"}, {"cursor", "meta.next_cursor of the page before"}};

}  // namespace

void HttpPaymentOperations::install(runtime::Routes& routes) {
    auto with_status = page_parameters;
    with_status.push_back({"filter[status]", "one status, e.g. captured"});
    routes.query({.path = "/v1/admin/payments",
                  .name = "list_payments",
                  .summary = "All payments, newest first",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<runtime::Page<PaymentRecord>>(),
                  .query = with_status},
                 [this](sql::Connection& db, const Call& call) { return list(db, call); });
    routes.query(
        {.path = "/v1/ops/payments/escalated",
         .name = "list_escalated_payments",
         .summary = "Payments that need somebody, oldest first",
         .roles = runtime::operators,
         .answer = &codec::shape_of<runtime::Page<PaymentRecord>>(),
         .query = page_parameters},
        [this](sql::Connection& db, const Call& call) { return list_escalated(db, call); });
    routes.command({.method = Method::post,
                    .path = "/v1/ops/payments/{payment_id}/ask",
                    .name = "ask_payment_again",
                    .summary = "Ask the provider again about an escalated payment",
                    .roles = runtime::operators,
                    .key = runtime::KeyPolicy::required,
                    .success = 202,
                    .answer = &codec::shape_of<PaymentRecord>(),
                    .refusals = {"nothing_escalated"}},
                   [this](runtime::Transaction& tx, const Call& call) {
                       auto payment =
                           ask_again_.handle(tx, {call.path_id<PaymentId>("payment_id")});
                       if (!payment) {
                           return runtime::refuse(call, ask_again_refusals, payment.error());
                       }
                       return runtime::answer(record_of(*payment), 202);
                   });
}

HttpAnswer HttpPaymentOperations::list(sql::Connection& db, const Call& call) const {
    auto request = runtime::page_request(call);
    if (!request) return request.error();
    auto status_text = call.query_text("filter[status]");
    if (!status_text) {
        return answer_page(call, payments_.list(db, request->after, request->limit + 1), *request);
    }
    auto status = codec::parse_enum<PaymentStatus>(*status_text);
    if (!status) {
        return runtime::invalid_parameter(call, "filter[status]",
                                          {"결제 상태가 아닙니다.", "This is no payment status."});
    }
    return answer_page(
        call, payments_.list_by_status(db, *status, request->after, request->limit + 1), *request);
}

HttpAnswer HttpPaymentOperations::list_escalated(sql::Connection& db, const Call& call) const {
    auto request = runtime::page_request(call);
    if (!request) return request.error();
    return answer_page(call, payments_.list_escalated(db, request->after, request->limit + 1),
                       *request);
}

}  // namespace jangteo::payment
