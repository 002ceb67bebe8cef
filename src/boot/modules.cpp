#include "boot/modules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jangteo::boot {
namespace {

using Loop = std::shared_ptr<platform::http::IoLoop>;

std::string public_url(const Config& config) {
    return config.public_url.empty() ? fmt::format("http://{}:{}", config.host, config.port)
                                     : config.public_url;
}

payment::PaymentOptions payment_options(const Config& config, const Loop& loop) {
    std::string url = public_url(config);
    payment::PaymentOptions options;
    options.toss.base_url = config.toss_url;
    options.toss.secret_key = config.toss_secret_key;
    options.toss.loop = loop;
    options.browser = {config.toss_client_key, url + "/payments/success", url + "/payments/fail",
                       url + "/payment-methods/success", url + "/payment-methods/fail"};
    return options;
}

delivery::DeliveryOptions delivery_options(const Config& config, const Loop& loop) {
    delivery::DeliveryOptions options;
    options.booking.base_url = config.carrier_url;
    options.booking.callback_url = public_url(config) + "/v1/webhooks/carrier";
    const std::string& tracker_url =
        config.tracker_url.empty() ? config.carrier_url : config.tracker_url;
    options.tracker_delivery.base_url = options.sweet_tracker.base_url = tracker_url;
    options.tracker_delivery.client_id = config.tracker_client_id;
    options.tracker_delivery.client_secret = options.sweet_tracker.api_key = config.tracker_key;
    if (config.tracker == "sweet_tracker") {
        for (auto& carrier : options.carriers) carrier.tracker = delivery::Tracker::sweet_tracker;
    }
    options.booking.loop = options.tracker_delivery.loop = options.sweet_tracker.loop = loop;
    return options;
}

}  // namespace

Modules::Modules(const Config& config, const ModulePorts& ports)
    : loop(ports.provider ? nullptr : std::make_shared<platform::http::IoLoop>()),
      member({ports.tokens, ports.passwords, ports.digest, ports.random}),
      order({}, ports.watches),
      payment(payment_options(config, loop), {ports.metrics, ports.provider}),
      delivery(delivery_options(config, loop), {ports.metrics, ports.booking, ports.tracking}) {}

void Modules::install(runtime::Registry& registry, const Config& config) {
    for (std::string_view service : service_names) {
        if (serves(config.services, service)) install(registry, service);
    }
}

void Modules::install(runtime::Registry& registry, std::string_view service) {
    if (service == "member") member.install(registry);
    if (service == "seller") seller.install(registry);
    if (service == "catalog") catalog.install(registry);
    if (service == "inventory") inventory.install(registry);
    if (service == "order") order.install(registry);
    if (service == "payment") payment.install(registry);
    if (service == "delivery") delivery.install(registry);
}

bool serves(const std::vector<std::string>& services, std::string_view service) {
    return services.empty() || std::ranges::find(services, service) != services.end();
}

std::string names_of_services(const Config& config, std::string_view between) {
    if (config.services.empty()) return "all";
    return fmt::format("{}", fmt::join(config.services, between));
}

std::string services_problem(const std::vector<std::string>& services) {
    for (const std::string& service : services) {
        if (std::ranges::find(service_names, service) == service_names.end()) {
            return fmt::format("names a service that there is not (there are {})",
                               fmt::join(service_names, ", "));
        }
    }
    return "";
}

}  // namespace jangteo::boot
