#include "boot/modules.hpp"

#include <fmt/format.h>

namespace jangteo::boot {
namespace {

std::string public_url(const Config& config) {
    return config.public_url.empty() ? fmt::format("http://{}:{}", config.host, config.port)
                                     : config.public_url;
}

payment::PaymentOptions payment_options(const Config& config) {
    std::string url = public_url(config);
    payment::PaymentOptions options;
    options.toss.base_url = config.toss_url;
    options.toss.secret_key = config.toss_secret_key;
    options.browser = {config.toss_client_key, url + "/payments/success", url + "/payments/fail",
                       url + "/payment-methods/success", url + "/payment-methods/fail"};
    return options;
}

delivery::DeliveryOptions delivery_options(const Config& config) {
    delivery::DeliveryOptions options;
    options.booking.base_url = config.carrier_url;
    options.booking.callback_url = public_url(config) + "/v1/webhooks/carrier";
    options.tracker_delivery.base_url = config.carrier_url;
    options.sweet_tracker.base_url = config.carrier_url;
    return options;
}

}  // namespace

Modules::Modules(const Config& config, const ModulePorts& ports)
    : member({ports.tokens, ports.passwords, ports.digest, ports.random}),
      order({}, ports.watches),
      payment(payment_options(config), {ports.metrics, ports.provider}),
      delivery(delivery_options(config), {ports.metrics, ports.booking, ports.tracking}) {}

void Modules::install(runtime::Registry& registry) {
    member.install(registry);
    seller.install(registry);
    catalog.install(registry);
    inventory.install(registry);
    order.install(registry);
    payment.install(registry);
    delivery.install(registry);
}

}  // namespace jangteo::boot
