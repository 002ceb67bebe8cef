#include "order/in/http_carts.hpp"

#include "contracts/order/carts.hpp"
#include "runtime/page.hpp"

namespace jangteo::order {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Transaction;

const runtime::Refusal<CartRejection> cart_refusals[] = {
    {CartRejection::too_many_lines, 422, {"장바구니가 가득 찼습니다.", "The cart is full."}},
    {CartRejection::quantity_out_of_range,
     422,
     {"수량이 범위를 벗어났습니다.", "The quantity is out of range."}},
};

// Nil: neither a member nor a guest with a token.
CartId cart_of(const Call& call) {
    if (call.principal.is_member()) return member_cart(call.principal.member);
    return guest_cart(CartId::parse(call.guest).value_or(CartId{})).value_or(CartId{});
}

HttpAnswer no_cart(const Call& call) {
    return runtime::problem(call, 401, "guest_token_required",
                            {"로그인하거나 x-guest-token 헤더를 보내세요.",
                             "Log in, or send an x-guest-token header."});
}

}  // namespace

HttpAnswer HttpCarts::show(sql::Connection& db, const CartId& id, bool guest) const {
    contracts::CartView view;
    if (guest) view.guest_token = id;
    std::optional<Money> total = won(0);
    bool first = true;
    if (auto cart = carts_.find(db, id)) {
        for (const CartLine& line : cart->lines) {
            auto& item = view.lines.emplace_back();
            item.sku_id = line.sku;
            item.quantity = line.quantity;
            auto offer = offers_.find(db, line.sku);
            item.for_sale = offer && offer->active && !offers_.is_blocked(db, offer->enterprise);
            if (!offer) continue;
            item.name_ko = offer->name_ko;
            item.name_en = offer->name_en;
            item.unit_price = offer->price;
            item.amount = multiply(offer->price, line.quantity);
            if (!item.for_sale || !item.amount) continue;
            total = first ? item.amount : (total ? add(*total, *item.amount) : total);
            first = false;
        }
    }
    view.total = total;
    return runtime::answer(view);
}

void HttpCarts::install(runtime::Routes& routes) {
    install_whole(routes);
    install_lines(routes);
}

void HttpCarts::install_whole(runtime::Routes& routes) {
    routes.command({.method = Method::post,
                    .path = "/v1/carts",
                    .name = "create_guest_cart",
                    .summary = "A cart for a guest: keep its token",
                    .roles = runtime::anyone,
                    .success = 201,
                    .answer = &codec::shape_of<contracts::CartView>()},
                   [](Transaction& tx, const Call&) {
                       contracts::CartView view;
                       view.guest_token = tx.next_id<CartId>();
                       view.total = won(0);
                       return runtime::answer(view, 201);
                   });
    routes.query({.path = "/v1/cart",
                  .name = "get_cart",
                  .summary = "Your cart, at today's prices",
                  .roles = runtime::anyone,
                  .answer = &codec::shape_of<contracts::CartView>(),
                  .refusals = {"guest_token_required"}},
                 [this](sql::Connection& db, const Call& call) {
                     CartId id = cart_of(call);
                     return id.is_nil() ? no_cart(call) : show(db, id, !call.principal.is_member());
                 });
    routes.command({.method = Method::del,
                    .path = "/v1/cart",
                    .name = "empty_cart",
                    .summary = "Empty the cart",
                    .roles = runtime::anyone,
                    .success = 204,
                    .refusals = {"guest_token_required"}},
                   [this](Transaction& tx, const Call& call) {
                       CartId id = cart_of(call);
                       if (id.is_nil()) return no_cart(call);
                       change_.empty(tx, id);
                       return runtime::no_content();
                   });
    routes.command<contracts::MergeCartRequest>(
        {.method = Method::post,
         .path = "/v1/cart/merge",
         .name = "merge_cart",
         .summary = "Take a guest's cart over after login",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<contracts::CartView>()},
        [this](Transaction& tx, const Call& call, const contracts::MergeCartRequest& body) {
            change_.handle(tx, MergeCart{body.guest_token, call.principal.member});
            return show(tx.db(), member_cart(call.principal.member), false);
        });
}

void HttpCarts::install_lines(runtime::Routes& routes) {
    routes.command<contracts::PutCartLineRequest>(
        {.method = Method::put,
         .path = "/v1/cart/lines/{sku_id}",
         .name = "put_cart_line",
         .summary = "Set how many of a stock unit are in the cart; 0 takes it out",
         .roles = runtime::anyone,
         .answer = &codec::shape_of<contracts::CartView>(),
         .refusals = {"guest_token_required", "too_many_lines", "quantity_out_of_range"}},
        [this](Transaction& tx, const Call& call, const contracts::PutCartLineRequest& body) {
            CartId id = cart_of(call);
            SkuId sku = call.path_id<SkuId>("sku_id");
            if (id.is_nil()) return no_cart(call);
            if (!offers_.find(tx.db(), sku)) return runtime::not_found(call);
            auto put = change_.handle(tx, PutCartLine{id, sku, body.quantity});
            if (!put) return runtime::refuse(call, cart_refusals, put.error());
            return show(tx.db(), id, !call.principal.is_member());
        });
}

}  // namespace jangteo::order
