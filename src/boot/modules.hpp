#pragma once

// The inventory of the program: one line per module.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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

inline constexpr std::array<std::string_view, 7> service_names = {
    "member", "seller", "catalog", "inventory", "order", "payment", "delivery"};

// Whether it is one of `services`; where none is named, all are meant.
bool serves(const std::vector<std::string>& services, std::string_view service);
// Their names, or "all".
std::string names_of_services(const Config& config, std::string_view between);
// "" when each is the name of a service.
std::string services_problem(const std::vector<std::string>& services);

struct Modules {
    Modules(const Config& config, const ModulePorts& ports);
    // Those that the configuration names.
    void install(runtime::Registry& registry, const Config& config);
    void install(runtime::Registry& registry, std::string_view service);

    // Of all calls to the outside world; empty where the ports stand for it.
    std::shared_ptr<platform::http::IoLoop> loop;
    member::MemberModule member;
    seller::SellerModule seller;
    catalog::CatalogModule catalog;
    inventory::InventoryModule inventory;
    order::OrderModule order;
    payment::PaymentModule payment;
    delivery::DeliveryModule delivery;
};

}  // namespace jangteo::boot
