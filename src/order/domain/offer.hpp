#pragma once

// Offer: the order service's own copy of what is for sale, at which price: prices never come from
// the client and never from a call. Kept true by the catalog's events.

#include <boost/describe.hpp>

#include <string>

#include "kernel/id.hpp"
#include "kernel/money.hpp"

namespace jangteo::order {

struct Offer {
    SkuId id;
    std::int64_t version = 0;
    ProductId product;
    EnterpriseId enterprise;
    Money price;
    bool active = false;
    std::string name_ko;
    std::string name_en;
    std::string option_text;
};
BOOST_DESCRIBE_STRUCT(Offer, (),
                      (id, product, enterprise, price, active, name_ko, name_en, option_text))

}  // namespace jangteo::order
