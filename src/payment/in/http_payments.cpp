#include "payment/in/http_payments.hpp"

#include "contracts/payment/payments.hpp"
#include "payment/in/payment_views.hpp"

namespace jangteo::payment {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::RouteInfo;

constexpr Words no_such_payment{"결제를 찾을 수 없습니다.", "There is no such payment."};

constexpr runtime::Refusal<PreparePaymentRejection> prepare_refusals[] = {
    {PreparePaymentRejection::payment_not_found, 404, no_such_payment},
    {PreparePaymentRejection::not_payable,
     409,
     {"지금은 결제할 수 없는 주문입니다.", "This order cannot be paid now."}},
};

constexpr runtime::Refusal<ConfirmPaymentRejection> confirm_refusals[] = {
    {ConfirmPaymentRejection::payment_not_found, 404, no_such_payment},
    {ConfirmPaymentRejection::amount_mismatch,
     422,
     {"결제 금액이 주문 금액과 다릅니다.", "The amount is not what the order costs."}},
    {ConfirmPaymentRejection::stock_not_held,
     409,
     {"아직 재고가 확보되지 않았습니다.", "The order's stock is not held yet."}},
    {ConfirmPaymentRejection::deadline_passed,
     409,
     {"결제 기한이 지났습니다.", "The order's payment deadline has passed."}},
    {ConfirmPaymentRejection::other_attempt_open,
     409,
     {"다른 결제 시도가 진행 중입니다.", "Another attempt to pay is under way."}},
    {ConfirmPaymentRejection::already_paid,
     409,
     {"이미 결제된 주문입니다.", "The order is paid already."}},
    {ConfirmPaymentRejection::payment_voided,
     409,
     {"취소된 결제입니다.", "The payment has been cancelled."}},
};

constexpr runtime::Refusal<SetRefundAccountRejection> refund_account_refusals[] = {
    {SetRefundAccountRejection::payment_not_found, 404, no_such_payment},
};

bool is_under_way(PaymentStatus status) {
    return status == PaymentStatus::confirming || status == PaymentStatus::unknown;
}

HttpAnswer state_of(const Payment& payment) {
    return runtime::answer(view_of(payment), is_under_way(payment.status) ? 202 : 200);
}

RouteInfo confirm_info() {
    return {.method = Method::post,
            .path = "/v1/payments/confirm",
            .name = "confirm_payment",
            .summary = "Have the provider capture what the buyer has just agreed to",
            .key = runtime::KeyPolicy::required,
            .success = 202,
            .answer = &codec::shape_of<contracts::PaymentView>(),
            .refusals = {"amount_mismatch", "stock_not_held", "deadline_passed",
                         "other_attempt_open", "already_paid", "payment_voided"},
            .waits = true};
}

}  // namespace

HttpPayments::HttpPayments(const Payments& payments, const PaymentMethods& methods,
                           BrowserOptions options)
    : payments_(payments),
      prepare_(payments, methods),
      confirm_(payments),
      set_refund_account_(payments),
      options_(std::move(options)) {}

void HttpPayments::install(runtime::Routes& routes) {
    install_commands(routes);
    install_reads(routes);
}

void HttpPayments::install_commands(runtime::Routes& routes) {
    routes.command<contracts::PreparePaymentBody>(
        {.method = Method::post,
         .path = "/v1/payments/prepare",
         .name = "prepare_payment",
         .summary = "What the browser needs to open the provider's window",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<contracts::PreparedPayment>(),
         .refusals = {"not_payable"}},
        [this](runtime::Transaction& tx, const Call& call,
               const contracts::PreparePaymentBody& body) {
            return prepare(tx, call, body.order_id);
        });

    auto& confirm = routes.command<contracts::ConfirmPaymentBody>(
        confirm_info(), [this](runtime::Transaction& tx, const Call& call,
                               const contracts::ConfirmPaymentBody& body) {
            auto payment = confirm_.handle(
                tx, {call.principal.member, body.order_id, body.payment_key.value, body.amount});
            if (!payment) return runtime::refuse(call, confirm_refusals, payment.error());
            return state_of(*payment);
        });
    confirm.wait_for = [](const HttpAnswer& answer, const Call&) {
        auto view = codec::decode_json<contracts::PaymentView>(answer.body);
        return view ? view->order_id.uuid() : Uuid{};
    };
    confirm.resting = [this](sql::Connection& db, const Call&,
                             const Uuid& order) -> std::optional<HttpAnswer> {
        auto payment = payments_.find(db, PaymentId(order));
        if (!payment || is_under_way(payment->status)) return std::nullopt;
        return state_of(*payment);
    };

    routes.command<contracts::RefundAccountBody>(
        {.method = Method::put,
         .path = "/v1/payments/{payment_id}/refund-account",
         .name = "set_refund_account",
         .summary = "Where the money of a virtual account goes back to",
         .answer = &codec::shape_of<contracts::PaymentView>()},
        [this](runtime::Transaction& tx, const Call& call,
               const contracts::RefundAccountBody& body) {
            auto payment = set_refund_account_.handle(
                tx, {call.principal.member,
                     call.path_id<PaymentId>("payment_id"),
                     {body.bank.value, body.account_number.value, body.holder_name.value}});
            if (!payment) return runtime::refuse(call, refund_account_refusals, payment.error());
            return runtime::answer(view_of(*payment));
        });
}

HttpAnswer HttpPayments::prepare(runtime::Transaction& tx, const Call& call, const OrderId& order) {
    auto prepared = prepare_.handle(tx, {call.principal.member, order});
    if (!prepared) return runtime::refuse(call, prepare_refusals, prepared.error());
    const Payment& payment = prepared->payment;
    return runtime::answer(
        contracts::PreparedPayment{payment.id, "toss", options_.client_key, prepared->customer_key,
                                   payment.provider_order_id(), payment.order_name, payment.amount,
                                   options_.success_url, options_.fail_url});
}

void HttpPayments::install_reads(runtime::Routes& routes) {
    routes.query({.path = "/v1/payments/{payment_id}",
                  .name = "get_payment",
                  .summary = "A payment",
                  .answer = &codec::shape_of<contracts::PaymentView>()},
                 [this](sql::Connection& db, const Call& call) {
                     return read(db, call, call.path_id<PaymentId>("payment_id"));
                 });
    routes.query({.path = "/v1/orders/{order_id}/payment",
                  .name = "get_order_payment",
                  .summary = "The payment of an order",
                  .answer = &codec::shape_of<contracts::PaymentView>()},
                 [this](sql::Connection& db, const Call& call) {
                     return read(db, call, payment_of(call.path_id<OrderId>("order_id")));
                 });
}

HttpAnswer HttpPayments::read(sql::Connection& db, const Call& call, const PaymentId& id) const {
    auto payment = payments_.find(db, id);
    bool may_see = payment && (payment->member_id == call.principal.member ||
                               call.principal.is(runtime::Role::operator_));
    if (!may_see) return runtime::not_found(call);
    return runtime::answer(view_of(*payment));
}

}  // namespace jangteo::payment
