#include "inventory/in/http_stock.hpp"

#include "inventory/in/stock_answers.hpp"
#include "runtime/page.hpp"

namespace jangteo::inventory {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Transaction;

constexpr runtime::Roles stock_keepers = runtime::sellers | runtime::operators;

constexpr runtime::Refusal<SetLowStockRejection> low_stock_refusals[] = {
    {SetLowStockRejection::unknown_sku, 404, {"찾을 수 없습니다.", "There is no such thing."}},
};

MoveStock command_of(const Call& call, const contracts::MoveStockRequest& body) {
    MoveStock command{enterprise_of(call.principal), call.principal.member, {}};
    command.moves.reserve(body.movements.size());
    for (const auto& line : body.movements) {
        command.moves.push_back(
            {line.sku_id, line.kind, line.quantity, line.reason ? line.reason->value : ""});
    }
    return command;
}

// The caller's own unit, or none.
std::optional<contracts::StockUnitAnswer> own_unit(StockReads& reads, sql::Connection& db,
                                                   const Call& call) {
    auto unit = reads.unit(db, call.path_id<SkuId>("sku_id"));
    auto enterprise = enterprise_of(call.principal);
    if (unit && enterprise && unit->enterprise_id != *enterprise) return std::nullopt;
    return unit;
}

HttpAnswer invalid_id(const Call& call, std::string_view name) {
    return runtime::invalid_parameter(call, name,
                                      {"올바른 식별자가 아닙니다.", "Not a valid identifier."});
}

std::expected<StockUnitFilter, HttpAnswer> filter_of(const Call& call) {
    auto page = runtime::page_request(call);
    if (!page) return std::unexpected(page.error());
    StockUnitFilter filter{enterprise_of(call.principal), {}, false, page->after, page->limit + 1};
    if (auto text = call.query_text("filter[product_id]")) {
        filter.product_id = ProductId::parse(*text);
        if (!filter.product_id) return std::unexpected(invalid_id(call, "filter[product_id]"));
    }
    if (auto text = call.query_text("filter[enterprise_id]"); text && !filter.enterprise_id) {
        filter.enterprise_id = EnterpriseId::parse(*text);
        if (!filter.enterprise_id)
            return std::unexpected(invalid_id(call, "filter[enterprise_id]"));
    }
    if (auto text = call.query_text("filter[low]")) {
        if (*text != "true" && *text != "false") {
            return std::unexpected(runtime::invalid_parameter(
                call, "filter[low]", {"true 또는 false입니다.", "It is true or false."}));
        }
        filter.only_low = *text == "true";
    }
    if (!filter.enterprise_id && !filter.product_id) {
        return std::unexpected(runtime::invalid_parameter(
            call, "filter[enterprise_id]",
            {"업체나 상품을 골라야 합니다.", "Name an enterprise or a product."}));
    }
    return filter;
}

}  // namespace

void HttpStock::declare(runtime::Routes& routes) {
    declare_commands(routes);
    declare_lists(routes);
    declare_reads(routes);
}

void HttpStock::declare_commands(runtime::Routes& routes) {
    routes.command<contracts::MoveStockRequest>(
        {.method = Method::post,
         .path = "/v1/seller/stock-movements",
         .name = "move_stock",
         .summary = "Restock or adjust up to 500 lines: all of them or none",
         .roles = stock_keepers,
         .key = runtime::KeyPolicy::required,
         .success = 201,
         .answer = &codec::shape_of<contracts::MovedStock>(),
         .refusals = {"stock_movements_refused"}},
        [this](Transaction& tx, const Call& call, const contracts::MoveStockRequest& body) {
            auto moved = move_stock.handle(tx, command_of(call, body));
            if (!moved) return refused_moves(call, moved.error());
            contracts::MovedStock answer;
            for (const Movement& movement : *moved) answer.data.push_back(answer_of(movement));
            return runtime::answer(answer, 201);
        });

    routes.command<contracts::SetLowStockRequest>(
        {.method = Method::put,
         .path = "/v1/seller/stock-units/{sku_id}/low-stock",
         .name = "set_low_stock",
         .summary = "From how many available on a SKU counts as low",
         .roles = stock_keepers,
         .answer = &codec::shape_of<contracts::StockUnitAnswer>()},
        [this](Transaction& tx, const Call& call, const contracts::SetLowStockRequest& body) {
            auto sku = call.path_id<SkuId>("sku_id");
            auto set =
                set_low_stock.handle(tx, {enterprise_of(call.principal), sku, body.threshold});
            if (!set) return runtime::refuse(call, low_stock_refusals, set.error());
            return runtime::answer(*reads.unit(tx.db(), sku));
        });
}

void HttpStock::declare_lists(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/seller/stock-units",
                  .name = "list_stock_units",
                  .summary = "The stock of an enterprise's SKUs",
                  .roles = stock_keepers,
                  .answer = &codec::shape_of<runtime::Page<contracts::StockUnitAnswer>>(),
                  .query = {{"limit", "1 to 100"},
                            {"cursor", "from the page before"},
                            {"filter[low]", "true: only what runs out"},
                            {"filter[product_id]", "of one product"},
                            {"filter[enterprise_id]", "for operators: whose"}}},
                 [this](sql::Connection& db, const Call& call) {
                     auto filter = filter_of(call);
                     if (!filter) return filter.error();
                     return runtime::page_answer(
                         call, reads.units(db, *filter),
                         runtime::PageRequest{filter->limit - 1, filter->after},
                         [](const auto& unit) { return unit.sku_id.bytes(); });
                 });

    routes.query(
        {.method = Method::get,
         .path = "/v1/seller/stock-units/{sku_id}/movements",
         .name = "list_stock_movements",
         .summary =
             "Who moved a SKU's stock and why, newest first; orders' own are in their reservations",
         .roles = stock_keepers,
         .answer = &codec::shape_of<runtime::Page<contracts::StockMovementAnswer>>(),
         .query = {{"limit", "1 to 100"}, {"cursor", "from the page before"}}},
        [this](sql::Connection& db, const Call& call) {
            auto page = runtime::page_request(call);
            if (!page) return page.error();
            auto unit = own_unit(reads, db, call);
            if (!unit) return runtime::not_found(call);
            return runtime::page_answer(
                call, reads.movements(db, unit->sku_id, page->after, page->limit + 1), *page,
                [](const auto& movement) { return movement.id.bytes(); });
        });
}

void HttpStock::declare_reads(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/seller/stock-units/{sku_id}",
                  .name = "show_stock_unit",
                  .summary = "One SKU's stock and everything that led to it",
                  .roles = stock_keepers,
                  .answer = &codec::shape_of<contracts::StockUnitAnswer>()},
                 [this](sql::Connection& db, const Call& call) {
                     auto unit = own_unit(reads, db, call);
                     return unit ? runtime::answer(*unit) : runtime::not_found(call);
                 });

    routes.query(
        {.method = Method::get,
         .path = "/v1/seller/reservations/{order_id}",
         .name = "show_reservation",
         .summary = "What an order holds of the caller's stock, and where each unit of it went",
         .roles = stock_keepers,
         .answer = &codec::shape_of<contracts::ReservationAnswer>()},
        [this](sql::Connection& db, const Call& call) {
            auto reservation = reservations.find(db, call.path_id<OrderId>("order_id"));
            if (!reservation) return runtime::not_found(call);
            auto answer = answer_of(*reservation, enterprise_of(call.principal));
            return answer ? runtime::answer(*answer) : runtime::not_found(call);
        });

    routes.query(
        {.method = Method::get,
         .path = "/v1/products/{product_id}/stock",
         .name = "show_availability",
         .summary = "Whether a product can be bought now, by SKU; quantities are shown up to 99",
         .roles = runtime::anyone,
         .answer = &codec::shape_of<contracts::ProductAvailability>()},
        [this](sql::Connection& db, const Call& call) {
            contracts::ProductAvailability answer{call.path_id<ProductId>("product_id"), false, {}};
            answer.variants = reads.availability(db, answer.product_id);
            if (answer.variants.empty()) return runtime::not_found(call);
            for (const auto& variant : answer.variants) answer.in_stock |= variant.in_stock;
            return runtime::answer(answer);
        });
}

}  // namespace jangteo::inventory
