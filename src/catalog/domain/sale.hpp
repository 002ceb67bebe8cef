#pragma once

// Sale: what an order bought, as far as the statistics of its products need it. Cancelled units are
// taken off, each cancellation once.

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/money.hpp"

namespace jangteo::catalog {

struct SaleLine {
    std::int64_t line = 0;  // its number in the order
    ProductId product_id;
    std::int64_t quantity = 0;  // still wanted
    Money unit_price;
};
BOOST_DESCRIBE_STRUCT(SaleLine, (), (line, product_id, quantity, unit_price))

struct SaleCount {
    std::int64_t orders = 0;
    std::int64_t units = 0;
    std::int64_t revenue = 0;  // minor units

    SaleCount& operator+=(const SaleCount& more);
    SaleCount operator-(const SaleCount& less) const;
    bool operator==(const SaleCount&) const = default;
};

using ProductCurrency = std::pair<ProductId, Currency>;
using SaleCounts = std::map<ProductCurrency, SaleCount>;

struct UncountedQuantity {
    std::int64_t line = 0;
    std::int64_t quantity = 0;
};

struct Sale {
    OrderId id;
    std::int64_t version = 0;
    std::vector<SaleLine> lines;
    std::vector<CancellationId> cancellations;

    SaleCounts counts() const;

    // False when it was done before.
    bool cancel(const CancellationId& cancellation, std::span<const UncountedQuantity> cancelled);
    // The whole order came to nothing. False when nothing was left.
    bool cancel_rest();
};
BOOST_DESCRIBE_STRUCT(Sale, (), (id, lines, cancellations))

// What is new in `after`, by product; products without a difference are left out.
SaleCounts difference(const SaleCounts& after, const SaleCounts& before);

}  // namespace jangteo::catalog
