#pragma once

// The inventory of the program: one line per module.

#include "boot/config.hpp"
#include "catalog/catalog_module.hpp"
#include "delivery/delivery_module.hpp"
#include "inventory/inventory_module.hpp"
#include "member/member_module.hpp"
#include "order/order_module.hpp"
#include "payment/payment_module.hpp"
#include "seller/seller_module.hpp"

namespace jangteo::boot {

struct ModulePorts {
    runtime::Tokens& tokens;
    runtime::Passwords& passwords;
    runtime::Digest& digest;
    runtime::Random& random;
    runtime::Metrics& metrics;
    runtime::Watches& watches;
    // Null: the adapters that the configuration describes.
    runtime::EffectExecutor* provider = nullptr;
    runtime::EffectExecutor* booking = nullptr;
    runtime::EffectExecutor* tracking = nullptr;
};

struct Modules {
    Modules(const Config& config, const ModulePorts& ports);
    void install(runtime::Registry& registry);

    member::MemberModule member;
    seller::SellerModule seller;
    catalog::CatalogModule catalog;
    inventory::InventoryModule inventory;
    order::OrderModule order;
    payment::PaymentModule payment;
    delivery::DeliveryModule delivery;
};

}  // namespace jangteo::boot
