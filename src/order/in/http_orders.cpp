#include "order/in/http_orders.hpp"

#include <algorithm>

#include "order/in/order_views.hpp"
#include "runtime/page.hpp"

namespace jangteo::order {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::KeyPolicy;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

const Refusal<CreateOrderRejection> create_refusals[] = {
    {CreateOrderRejection::buyer_disabled,
     403,
     {"이용이 정지된 회원입니다.", "This member is disabled."}},
    {CreateOrderRejection::cart_is_empty, 422, {"장바구니가 비어 있습니다.", "The cart is empty."}},
    {CreateOrderRejection::not_for_sale,
     422,
     {"판매 중이 아닌 상품입니다.", "This is not for sale."}},
    {CreateOrderRejection::too_many_lines, 422, {"주문 항목이 너무 많습니다.", "Too many lines."}},
    {CreateOrderRejection::quantity_out_of_range,
     422,
     {"수량이 범위를 벗어났습니다.", "A quantity is out of range."}},
    {CreateOrderRejection::total_too_large,
     422,
     {"합계가 너무 큽니다.", "The total is too large."}},
    {CreateOrderRejection::currencies_differ,
     422,
     {"통화가 다른 상품은 함께 주문할 수 없습니다.",
      "Products of different currencies cannot share an order."}},
};

const Refusal<CancelRejection> cancel_refusals[] = {
    {CancelRejection::already_final,
     409,
     {"이미 끝난 주문입니다.", "The order has ended already."}},
    {CancelRejection::already_cancelling,
     409,
     {"이미 취소되고 있습니다.", "The order is being cancelled already."}},
    {CancelRejection::already_shipped,
     409,
     {"이미 발송되었습니다.", "It has been shipped already."}},
    {CancelRejection::nothing_to_cancel,
     422,
     {"취소할 항목이 없습니다.", "There is nothing to cancel."}},
    {CancelRejection::unknown_line,
     422,
     {"주문에 없는 항목입니다.", "The order has no such line."}},
    {CancelRejection::more_than_ordered,
     422,
     {"주문한 수량보다 많이 취소할 수 없습니다.", "More than what is left of the line."}},
    {CancelRejection::not_paid_yet,
     409,
     {"결제 전에는 주문 전체만 취소할 수 있습니다.",
      "Before payment only the whole order can be cancelled."}},
    {CancelRejection::part_being_shipped,
     409,
     {"발송 준비 중인 판매자의 항목은 모두 함께만 취소할 수 있습니다.",
      "A part that is being shipped can only be stopped as a whole: cancel the order."}},
    {CancelRejection::too_many_cancellations,
     422,
     {"취소가 너무 많습니다.", "Too many cancellations."}},
};

std::vector<LineQuantity> quantities_of(const std::vector<contracts::LineQuantityRequest>& lines) {
    std::vector<LineQuantity> quantities;
    for (const auto& line : lines) quantities.push_back({line.line, line.quantity});
    return quantities;
}

bool may_see(const Call& call, const Order& order) {
    return order.member == call.principal.member || call.principal.is(runtime::Role::operator_);
}

// The order in the path when the caller may see it.
std::optional<Order> visible_order(sql::Connection& db, const Call& call,
                                   const OrderReader& reads) {
    auto order = reads.find(db, call.path_id<OrderId>("order_id"));
    if (!order || !may_see(call, *order)) return std::nullopt;
    return order;
}

HttpAnswer list(const Call& call,
                const std::function<std::vector<Order>(const OrderId&, std::int64_t)>& read) {
    auto request = runtime::page_request(call);
    if (!request) return std::move(request.error());
    std::vector<contracts::OrderSummary> items;
    for (const Order& order : read(OrderId::from_bytes(request->after), request->limit + 1)) {
        items.push_back(summary_of(order));
    }
    return runtime::page_answer(call, std::move(items), *request,
                                [](const auto& item) { return item.order_id.bytes(); });
}

const std::vector<runtime::QueryParameter> page_query = {{"limit", "1 to 100"},
                                                         {"cursor", "from meta.next_cursor"}};

}  // namespace

HttpAnswer HttpOrders::create_order(Transaction& tx, const Call& call,
                                    const contracts::CreateOrderRequest& body) const {
    bool from_cart = body.from_cart.value_or(false);
    if (from_cart == body.lines.has_value()) {
        return runtime::problem(
            call, 400, "lines_or_cart",
            {"lines와 from_cart 가운데 하나만 쓰세요.", "Give either lines or from_cart."});
    }
    CreateOrder command;
    command.member = call.principal.member;
    command.from_cart = from_cart;
    if (body.lines) {
        for (const auto& line : *body.lines) command.lines.push_back({line.sku_id, line.quantity});
    }
    const auto& to = body.recipient;
    command.recipient = {to.name, to.phone, to.postal_code, to.address,
                         to.note ? to.note->value : ""};
    command.payment_method = body.payment_method_id;
    auto order = create_.handle(tx, command);
    if (!order) {
        if (order.error().line < 0)
            return runtime::refuse(call, create_refusals, order.error().why);
        std::string pointer = "/lines/" + std::to_string(order.error().line) + "/sku_id";
        return runtime::refuse_at(call, create_refusals, order.error().why, pointer);
    }
    HttpAnswer answer = runtime::answer(summary_of(*order), 201);
    answer.headers.push_back({"location", "/v1/orders/" + order->id.text()});
    return answer;
}

HttpAnswer HttpOrders::cancel_order(Transaction& tx, const Call& call,
                                    const contracts::CancelOrderRequest& body) const {
    auto found = visible_order(tx.db(), call, reads_);
    if (!found) return runtime::not_found(call);
    auto order = body.lines
                     ? cancel_.handle(tx, CancelLines{found->id, quantities_of(body.lines->value),
                                                      body.reason, true, std::nullopt})
                     : cancel_.handle(tx, CancelOrder{found->id, body.reason});
    if (!order) return runtime::refuse(call, cancel_refusals, order.error());
    return runtime::answer(summary_of(*order), 202);
}

HttpAnswer HttpOrders::refund_lines(Transaction& tx, const Call& call,
                                    const contracts::RefundLinesRequest& body) const {
    auto found = reads_.find(tx.db(), call.path_id<OrderId>("order_id"));
    EnterpriseId enterprise = call.principal.enterprise;
    bool takes_part =
        found && std::any_of(found->parts.begin(), found->parts.end(),
                             [&](const Part& part) { return part.enterprise == enterprise; });
    if (!takes_part) return runtime::not_found(call);
    auto order = cancel_.handle(tx, CancelLines{found->id, quantities_of(body.lines.value),
                                                body.reason, body.restock, enterprise});
    if (!order) return runtime::refuse(call, cancel_refusals, order.error());
    return runtime::answer(summary_of(*order), 202);
}

void HttpOrders::install(runtime::Registry& registry) {
    install_create_order(registry.routes);
    install_member_reads(registry.routes);
    install_member_changes(registry.routes);
    install_seller_routes(registry.routes);
    install_operator_routes(registry);
    install_stream(registry.routes);
}

void HttpOrders::install_create_order(runtime::Routes& routes) {
    auto& create = routes.command<contracts::CreateOrderRequest>(
        {.method = Method::post,
         .path = "/v1/orders",
         .name = "create_order",
         .summary = "Place an order",
         .key = KeyPolicy::required,
         .success = 201,
         .answer = &codec::shape_of<contracts::OrderSummary>(),
         .refusals = {"lines_or_cart", "buyer_disabled", "cart_is_empty", "not_for_sale",
                      "too_many_lines", "quantity_out_of_range", "total_too_large",
                      "currencies_differ"},
         .waits = true},
        [this](Transaction& tx, const Call& call, const contracts::CreateOrderRequest& body) {
            return create_order(tx, call, body);
        });
    create.wait_for = [](const HttpAnswer& answer, const Call&) {
        constexpr std::string_view prefix = "/v1/orders/";
        for (const auto& [name, value] : answer.headers) {
            if (name != "location" || !value.starts_with(prefix)) continue;
            auto id = OrderId::parse(std::string_view(value).substr(prefix.size()));
            return id.value_or(OrderId{}).uuid();
        }
        return Uuid{};
    };
    create.resting = [this](sql::Connection& db, const Call&,
                            const Uuid& id) -> std::optional<HttpAnswer> {
        auto order = reads_.find(db, OrderId(id));
        if (!order || order->status == Status::pending || order->status == Status::cancelling)
            return std::nullopt;
        HttpAnswer answer = runtime::answer(summary_of(*order), 201);
        answer.headers.push_back({"location", "/v1/orders/" + order->id.text()});
        return answer;
    };
}

void HttpOrders::install_member_reads(runtime::Routes& routes) {
    routes.query({.path = "/v1/orders",
                  .name = "list_orders",
                  .summary = "Your orders, newest first",
                  .answer = &codec::shape_of<runtime::Page<contracts::OrderSummary>>(),
                  .query = page_query},
                 [this](sql::Connection& db, const Call& call) {
                     return list(call, [&](const OrderId& before, std::int64_t limit) {
                         return reads_.of_member(db, call.principal.member, before, limit);
                     });
                 });
    routes.query({.path = "/v1/orders/{order_id}",
                  .name = "get_order",
                  .summary = "One order",
                  .answer = &codec::shape_of<contracts::OrderView>(),
                  .refusals = {"not_found"}},
                 [this](sql::Connection& db, const Call& call) {
                     auto order = visible_order(db, call, reads_);
                     if (!order) return runtime::not_found(call);
                     return runtime::answer(view_of(*order, reads_.lines(db, order->id)));
                 });
}

void HttpOrders::install_member_changes(runtime::Routes& routes) {
    routes.command<contracts::CancelOrderRequest>(
        {.method = Method::post,
         .path = "/v1/orders/{order_id}/cancel",
         .name = "cancel_order",
         .summary = "Cancel an order, or some of its lines",
         .key = KeyPolicy::required,
         .success = 202,
         .answer = &codec::shape_of<contracts::OrderSummary>(),
         .refusals = {"already_final", "already_cancelling", "already_shipped", "nothing_to_cancel",
                      "unknown_line", "more_than_ordered", "not_paid_yet", "part_being_shipped",
                      "too_many_cancellations"}},
        [this](Transaction& tx, const Call& call, const contracts::CancelOrderRequest& body) {
            return cancel_order(tx, call, body);
        });
    routes.command({.method = Method::post,
                    .path = "/v1/orders/{order_id}/confirm-receipt",
                    .name = "confirm_receipt",
                    .summary = "Confirm that everything has arrived",
                    .key = KeyPolicy::optional,
                    .answer = &codec::shape_of<contracts::OrderSummary>(),
                    .refusals = {"not_delivered"}},
                   [this](Transaction& tx, const Call& call) {
                       auto found = visible_order(tx.db(), call, reads_);
                       if (!found) return runtime::not_found(call);
                       auto order = advance_.confirm_receipt(tx, found->id);
                       if (order) return runtime::answer(summary_of(*order));
                       return runtime::problem(
                           call, 409, "not_delivered",
                           {"배송이 완료된 주문이 아닙니다.", "The order is not delivered."});
                   });
}

void HttpOrders::install_seller_routes(runtime::Routes& routes) {
    routes.query({.path = "/v1/seller/orders",
                  .name = "list_seller_orders",
                  .summary = "Orders with a part of your enterprise, newest first",
                  .roles = runtime::sellers,
                  .answer = &codec::shape_of<runtime::Page<contracts::OrderSummary>>(),
                  .query = page_query},
                 [this](sql::Connection& db, const Call& call) {
                     return list(call, [&](const OrderId& before, std::int64_t limit) {
                         return reads_.of_enterprise(db, call.principal.enterprise, before, limit);
                     });
                 });
    routes.query({.path = "/v1/seller/orders/{order_id}",
                  .name = "get_seller_order",
                  .summary = "Your enterprise's part of an order",
                  .roles = runtime::sellers,
                  .answer = &codec::shape_of<contracts::OrderView>(),
                  .refusals = {"not_found"}},
                 [this](sql::Connection& db, const Call& call) {
                     auto order = reads_.find(db, call.path_id<OrderId>("order_id"));
                     if (!order) return runtime::not_found(call);
                     auto view =
                         view_of(*order, reads_.lines(db, order->id), call.principal.enterprise);
                     return view.parts.empty() ? runtime::not_found(call) : runtime::answer(view);
                 });
    routes.command<contracts::RefundLinesRequest>(
        {.method = Method::post,
         .path = "/v1/seller/orders/{order_id}/refunds",
         .name = "refund_lines",
         .summary = "Refund lines of your part, with or without restock",
         .roles = runtime::sellers,
         .key = KeyPolicy::required,
         .success = 202,
         .answer = &codec::shape_of<contracts::OrderSummary>(),
         .refusals = {"already_final", "already_cancelling", "unknown_line", "more_than_ordered",
                      "not_paid_yet", "too_many_cancellations"}},
        [this](Transaction& tx, const Call& call, const contracts::RefundLinesRequest& body) {
            return refund_lines(tx, call, body);
        });
}

}  // namespace jangteo::order
