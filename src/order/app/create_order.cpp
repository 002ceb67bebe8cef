#include "order/app/create_order.hpp"

#include "contracts/order/events.hpp"
#include "order/app/announce.hpp"
#include "order/domain/order_number.hpp"

namespace jangteo::order {
namespace {

CreateOrderRejection rejection_of(CreateRejection rejection) {
    switch (rejection) {
        case CreateRejection::no_lines: return CreateOrderRejection::cart_is_empty;
        case CreateRejection::too_many_lines: return CreateOrderRejection::too_many_lines;
        case CreateRejection::quantity_out_of_range:
            return CreateOrderRejection::quantity_out_of_range;
        case CreateRejection::total_too_large: return CreateOrderRejection::total_too_large;
    }
    return CreateOrderRejection::not_for_sale;
}

std::unexpected<CreateOrderRefused> refused(CreateOrderRejection why, std::int64_t line = -1) {
    return std::unexpected(CreateOrderRefused{why, line});
}

}  // namespace

std::expected<Order, CreateOrderRefused> CreateOrderHandler::handle(
    runtime::Transaction& tx, const CreateOrder& command) const {
    sql::Connection& db = tx.db();
    if (buyers_.is_disabled(db, command.member))
        return refused(CreateOrderRejection::buyer_disabled);

    std::vector<WantedLine> wanted = command.lines;
    std::optional<Cart> cart;
    if (command.from_cart) {
        cart = carts_.find(db, member_cart(command.member));
        if (!cart || cart->lines.empty()) return refused(CreateOrderRejection::cart_is_empty);
        for (const CartLine& line : cart->lines) wanted.push_back({line.sku, line.quantity});
    }
    Currency currency = Currency::KRW;
    auto lines = price(db, wanted, currency);
    if (!lines) return std::unexpected(lines.error());

    auto id = tx.next_id<OrderId>();
    auto order = Order::create(
        {id, command.member, order_number(id), command.recipient, tx.now() + payment_period_},
        *lines, currency, tx.now());
    if (!order) return refused(rejection_of(order.error()));

    orders_.add(db, *order, *lines);
    tx.set_timer(deadline_timer, id.uuid(), order->deadline);
    if (cart) {
        cart->lines.clear();
        carts_.put(db, *cart);
    }
    publish(tx, *order, *lines, command.payment_method);
    return std::move(*order);
}

// Prices come from our own copy of the offers, never from the client and never from a call.
std::expected<std::vector<Line>, CreateOrderRefused> CreateOrderHandler::price(
    sql::Connection& db, const std::vector<WantedLine>& wanted, Currency& currency) const {
    std::vector<Line> lines;
    lines.reserve(wanted.size());
    EnterpriseId checked;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto index = static_cast<std::int64_t>(i);
        auto offer = offers_.find(db, wanted[i].sku);
        if (!offer || !offer->active) return refused(CreateOrderRejection::not_for_sale, index);
        if (offer->enterprise != checked && offers_.is_blocked(db, offer->enterprise)) {
            return refused(CreateOrderRejection::not_for_sale, index);
        }
        checked = offer->enterprise;
        if (i == 0) currency = offer->price.currency;
        if (offer->price.currency != currency)
            return refused(CreateOrderRejection::currencies_differ, index);
        lines.push_back({index + 1, offer->id, offer->product, offer->enterprise,
                         std::move(offer->name_ko), std::move(offer->name_en),
                         std::move(offer->option_text), wanted[i].quantity, offer->price.amount});
    }
    return lines;
}

void CreateOrderHandler::publish(runtime::Transaction& tx, const Order& order,
                                 const std::vector<Line>& lines,
                                 const std::optional<PaymentMethodId>& method) const {
    contracts::OrderCreated event{order.id,     order.number,
                                  order.member, order.name,
                                  {},           {order.total, order.currency},
                                  method,       order.payment_deadline};
    event.lines.reserve(lines.size());
    for (const Line& line : lines) {
        event.lines.push_back(
            {line.line, line.sku, line.product, line.enterprise, line.quantity, line.unit_price});
    }
    tx.publish(runtime::subject(order.id, order.version), event);
}

}  // namespace jangteo::order
