#pragma once

// What the ids in paths are ids of, by the parameter's name: for the edge, which refuses what is no
// such id, and for the OpenAPI document.

#include <string_view>

#include "kernel/id.hpp"

namespace jangteo::runtime {

struct PathId {
    std::string_view name;
    std::string_view prefix;
};

inline constexpr PathId path_ids[] = {{"account_id", SellerAccountId::prefix},
                                      {"address_id", AddressId::prefix},
                                      {"category_id", CategoryId::prefix},
                                      {"dead_letter_id", DeadLetterId::prefix},
                                      {"enterprise_id", EnterpriseId::prefix},
                                      {"member_id", MemberId::prefix},
                                      {"order_id", OrderId::prefix},
                                      {"payment_id", PaymentId::prefix},
                                      {"payment_method_id", PaymentMethodId::prefix},
                                      {"product_id", ProductId::prefix},
                                      {"session_id", SessionId::prefix},
                                      {"shipment_id", ShipmentId::prefix},
                                      {"sku_id", SkuId::prefix}};

// nullptr: the parameter is no id.
inline const PathId* path_id_named(std::string_view name) {
    for (const PathId& id : path_ids) {
        if (id.name == name) return &id;
    }
    return nullptr;
}

// Whether a parameter that is an id is one of its kind, and whole.
inline bool is_whole_path_id(std::string_view name, std::string_view text) {
    const PathId* id = path_id_named(name);
    if (!id) return true;
    std::size_t size = id->prefix.size();
    return text.size() > size && text.starts_with(id->prefix) && text[size] == '_' &&
           uuid_of_base32(text.substr(size + 1)).has_value();
}

}  // namespace jangteo::runtime
