// The operator's view of orders, and the live status stream.

#include <atomic>
#include <memory>
#include <mutex>

#include "order/in/http_orders.hpp"
#include "order/in/order_views.hpp"
#include "runtime/page.hpp"

namespace jangteo::order {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;

const std::vector<runtime::QueryParameter> status_page_query = {
    {"limit", "1 to 100"},
    {"cursor", "from meta.next_cursor"},
    {"filter[status]", "an order status"}};

// The order in the path by id, or by its number.
std::optional<OrderId> order_in_path(sql::Connection& db, const Call& call,
                                     const OrderReader& reads) {
    auto text = call.path_text("order");
    if (auto id = OrderId::parse(text)) return id;
    return reads.id_of_number(db, text);
}

template <class Item, class Make>
HttpAnswer list_by_status(sql::Connection& db, const Call& call, const OrderReader& reads,
                          Make make) {
    auto request = runtime::page_request(call);
    if (!request) return std::move(request.error());
    OrderId before = OrderId::from_bytes(request->after);
    std::vector<Order> orders;
    if (auto filter = call.query_text("filter[status]")) {
        auto status = codec::parse_enum<Status>(*filter);
        if (!status) {
            return runtime::invalid_parameter(
                call, "filter[status]", {"주문 상태가 아닙니다.", "This is not an order status."});
        }
        orders = reads.with_status(db, *status, before, request->limit + 1);
    } else {
        orders = reads.newest(db, before, request->limit + 1);
    }
    std::vector<Item> items;
    for (const Order& order : orders) items.push_back(make(order));
    return runtime::page_answer(call, std::move(items), *request,
                                [](const Item& item) { return item.order_id.bytes(); });
}

// Sends the status whenever it changes, until the order ends or the client leaves.
class StatusStream : public std::enable_shared_from_this<StatusStream> {
  public:
    StatusStream(runtime::ExchangePtr exchange, runtime::Watches& watches, const OrderReader& reads,
                 OrderId id)
        : exchange_(std::move(exchange)), watches_(watches), reads_(reads), id_(id) {}

    void start(sql::Connection& db, runtime::HttpAnswer head) {
        exchange_->open_stream(std::move(head));
        handle_ = watches_.watch(
            id_.uuid(),
            [self = shared_from_this()](sql::Connection& lane_db, runtime::AfterFlush& flushed) {
                auto order = self->reads_.find(lane_db, self->id_);
                if (order) flushed.emplace_back([self, order] { self->send(*order); });
            });
        if (auto order = reads_.find(db, id_)) send(*order);
    }

  private:
    // On the request's thread at first, on the flusher's afterwards.
    void send(const Order& order) {
        std::lock_guard lock(mutex_);
        if (order.version <= sent_version_) return;
        sent_version_ = order.version;
        bool open = exchange_->send("event: order\nid: " + std::to_string(order.version) +
                                    "\ndata: " + codec::encode_json(summary_of(order)) + "\n\n");
        if (open && !is_terminal(order.status)) return;
        watches_.unwatch(handle_);
        exchange_->close();
    }

    runtime::ExchangePtr exchange_;
    runtime::Watches& watches_;
    const OrderReader& reads_;
    OrderId id_;
    std::mutex mutex_;
    std::atomic<runtime::Watches::Handle> handle_{0};
    std::int64_t sent_version_ = 0;
};

}  // namespace

void HttpOrders::install_operator_routes(runtime::Registry& registry) {
    runtime::Routes& routes = registry.routes;
    routes.query({.path = "/v1/admin/orders",
                  .name = "list_all_orders",
                  .summary = "Every order, newest first",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<runtime::Page<contracts::OrderSummary>>(),
                  .query = status_page_query},
                 [this](sql::Connection& db, const Call& call) {
                     return list_by_status<contracts::OrderSummary>(db, call, reads_, summary_of);
                 });
    routes.query({.path = "/v1/admin/orders/{order}",
                  .name = "get_any_order",
                  .summary = "One order, by id or number",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<contracts::OrderView>(),
                  .refusals = {"not_found"}},
                 [this](sql::Connection& db, const Call& call) {
                     auto id = order_in_path(db, call, reads_);
                     auto order = id ? reads_.find(db, *id) : std::nullopt;
                     if (!order) return runtime::not_found(call);
                     return runtime::answer(view_of(*order, reads_.lines(db, order->id)));
                 });
    routes.query({.path = "/v1/admin/orders/{order}/timeline",
                  .name = "get_order_timeline",
                  .summary = "Everything that happened to an order",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<contracts::Timeline>(),
                  .refusals = {"not_found"}},
                 [this, &registry](sql::Connection& db, const Call& call) {
                     auto id = order_in_path(db, call, reads_);
                     if (!id || !reads_.find(db, *id)) return runtime::not_found(call);
                     auto records = runtime::Outbox::of_correlation(db, id->uuid());
                     return runtime::answer(timeline_of(*id, records, registry));
                 });
    routes.query({.path = "/v1/ops/processes",
                  .name = "list_processes",
                  .summary = "Orders that wait, and for what",
                  .roles = runtime::operators,
                  .answer = &codec::shape_of<runtime::Page<contracts::WaitingProcess>>(),
                  .query = status_page_query},
                 [this](sql::Connection& db, const Call& call) {
                     return list_by_status<contracts::WaitingProcess>(db, call, reads_, waiting_of);
                 });
    routes.command<contracts::CancelOrderRequest>(
        {.method = Method::post,
         .path = "/v1/admin/orders/{order_id}/cancel",
         .name = "cancel_any_order",
         .summary = "Cancel an order as operator",
         .roles = runtime::operators,
         .key = runtime::KeyPolicy::required,
         .success = 202,
         .answer = &codec::shape_of<contracts::OrderSummary>(),
         .refusals = {"already_final", "already_cancelling", "already_shipped"}},
        [this](runtime::Transaction& tx, const Call& call,
               const contracts::CancelOrderRequest& body) { return cancel_order(tx, call, body); });
}

void HttpOrders::install_stream(runtime::Routes& routes) {
    routes.stream({.path = "/v1/orders/{order_id}/events",
                   .name = "stream_order",
                   .summary = "The order's status as text/event-stream",
                   .refusals = {"not_found"}},
                  [this](sql::Connection& db, const Call& call, runtime::ExchangePtr exchange) {
                      auto order = reads_.find(db, call.path_id<OrderId>("order_id"));
                      bool visible = order && (order->member == call.principal.member ||
                                               call.principal.is(runtime::Role::operator_));
                      if (!visible) return exchange->answer(runtime::not_found(call));
                      HttpAnswer head;
                      head.content_type = "text/event-stream";
                      head.headers = {{"cache-control", "no-store"}, {"traceparent", call.trace}};
                      std::make_shared<StatusStream>(exchange, watches_, reads_, order->id)
                          ->start(db, std::move(head));
                  });
}

}  // namespace jangteo::order
