#include "catalog/in/product_list_answer.hpp"

#include <charconv>

namespace jangteo::catalog {
namespace {

using runtime::Call;
using runtime::HttpAnswer;

template <class T>
using Parsed = std::expected<T, HttpAnswer>;

Parsed<std::optional<std::int64_t>> parse_price(const Call& call, std::string_view name) {
    auto text = call.query_text(name);
    if (!text) return std::nullopt;
    std::int64_t price = 0;
    auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), price);
    if (error != std::errc{} || end != text->data() + text->size() || price < 0 ||
        price > price_minor_max) {
        return std::unexpected(
            runtime::invalid_parameter(call, name,
                                       {"통화의 최소 단위로 쓴 0 이상의 수입니다.",
                                        "A whole number of minor units, zero or more."}));
    }
    return price;
}

Parsed<ProductOrder> parse_order(const Call& call) {
    auto text = call.query_text("sort").value_or("-created_at");
    if (text == "-created_at") return ProductOrder::newest;
    if (text == "price") return ProductOrder::price;
    if (text == "-price") return ProductOrder::price_descending;
    return std::unexpected(runtime::invalid_parameter(
        call, "sort",
        {"-created_at, price, -price 가운데 하나입니다.", "One of -created_at, price, -price."}));
}

Parsed<bool> parse_flag(const Call& call, std::string_view name) {
    auto text = call.query_text(name).value_or("false");
    if (text == "true" || text == "false") return text == "true";
    return std::unexpected(
        runtime::invalid_parameter(call, name, {"true 또는 false입니다.", "It is true or false."}));
}

Parsed<ProductFilter> parse_filter(sql::Connection& db, const Call& call, Categories& categories) {
    ProductFilter filter;
    if (auto slug = call.query_text("filter[category]")) {
        auto category = categories.find_by_slug(db, *slug);
        if (!category) {
            return std::unexpected(runtime::invalid_parameter(
                call, "filter[category]",
                {"그런 카테고리가 없습니다.", "There is no such category."}));
        }
        filter.category_id = category->id;
    }
    if (auto seller = call.query_text("filter[seller]")) {
        filter.enterprise_id = EnterpriseId::parse(*seller);
        if (!filter.enterprise_id) {
            return std::unexpected(runtime::invalid_parameter(
                call, "filter[seller]",
                {"올바른 업체 식별자가 아닙니다.", "Not an enterprise's id."}));
        }
    }
    if (auto currency = call.query_text("filter[currency]")) {
        auto parsed = parse_currency(*currency);
        if (!parsed) {
            return std::unexpected(runtime::invalid_parameter(
                call, "filter[currency]",
                {"KRW, USD, JPY 가운데 하나입니다.", "One of KRW, USD, JPY."}));
        }
        filter.currency = *parsed;
    }
    auto price_min = parse_price(call, "filter[price_min]");
    if (!price_min) return std::unexpected(price_min.error());
    filter.price_min = *price_min;
    auto price_max = parse_price(call, "filter[price_max]");
    if (!price_max) return std::unexpected(price_max.error());
    filter.price_max = *price_max;
    auto order = parse_order(call);
    if (!order) return std::unexpected(order.error());
    filter.order = *order;
    return filter;
}

// The summaries are rendered already: they are put together, not built again.
HttpAnswer answer_of(const Call& call, const ListedProducts& listed,
                     const std::optional<contracts::ProductFacets>& facets) {
    HttpAnswer answer;
    answer.body = "{\"data\":[";
    for (std::size_t i = 0; i < listed.summaries.size(); ++i) {
        if (i > 0) answer.body += ',';
        answer.body += listed.summaries[i];
    }
    answer.body += ']';
    if (facets) answer.body += ",\"facets\":" + codec::encode_json(*facets);
    answer.body += ",\"meta\":{";
    if (!listed.next.empty()) {
        std::string cursor = runtime::cursor_of(listed.next);
        answer.body += "\"next_cursor\":\"" + cursor + "\"";
        answer.headers.push_back({"link", runtime::link_header(call, cursor)});
    }
    answer.body += "}}";
    return answer;
}

constexpr std::size_t id_bytes = 16;
constexpr std::size_t price_and_id_bytes = 24;

}  // namespace

HttpAnswer invalid_cursor(const Call& call) {
    return runtime::invalid_parameter(
        call, "cursor",
        {"cursor는 앞 답의 next_cursor여야 합니다.", "cursor must be an earlier next_cursor."});
}

HttpAnswer list_active(sql::Connection& db, const Call& call, ProductLists& lists,
                       Categories& categories) {
    auto page = runtime::page_request(call);
    if (!page) return page.error();
    auto filter = parse_filter(db, call, categories);
    if (!filter) return filter.error();
    auto with_facets = parse_flag(call, "facets");
    if (!with_facets) return with_facets.error();
    std::size_t key_bytes = filter->order == ProductOrder::newest ? id_bytes : price_and_id_bytes;
    if (!page->after.empty() && page->after.size() != key_bytes) return invalid_cursor(call);

    ListedProducts listed = lists.list(db, *filter, page->after, page->limit);
    std::optional<contracts::ProductFacets> facets;
    if (*with_facets) facets = lists.facets(db, *filter);
    return answer_of(call, listed, facets);
}

HttpAnswer list_own(sql::Connection& db, const Call& call, ProductLists& lists) {
    auto page = runtime::page_request(call);
    if (!page) return page.error();
    if (!page->after.empty() && page->after.size() != id_bytes) return invalid_cursor(call);
    std::optional<ProductStatus> status;
    if (auto text = call.query_text("filter[status]")) {
        status = codec::parse_enum<ProductStatus>(*text);
        if (!status) {
            return runtime::invalid_parameter(
                call, "filter[status]",
                {"draft, active, inactive, deleted 가운데 하나입니다.",
                 "One of draft, active, inactive, deleted."});
        }
    }
    return answer_of(
        call, lists.list_own(db, call.principal.enterprise, status, page->after, page->limit), {});
}

}  // namespace jangteo::catalog
