#pragma once

// BenchShop: a shop of its own with its sandboxes, or one that runs already; a seller in it,
// products with endless stock and members with tokens: what every measurement of the shop starts
// from.

#include <memory>
#include <string>
#include <vector>

#include "boot/api_client.hpp"
#include "boot/endpoints.hpp"
#include "boot/sandboxes.hpp"
#include "boot/shop.hpp"

namespace jangteo::boot {

class BenchShop {
  public:
    // `servers`: where its store and its brokers are.
    BenchShop(const std::string& folder, const Config& servers);
    // That was not measured before: the seller is in it once.
    explicit BenchShop(const Endpoints& running);
    ~BenchShop();

    const std::string& url() const { return api_->base_url(); }
    std::uint16_t own_port() const { return shop_->port(); }
    bool is_own() const { return shop_ != nullptr; }
    ApiClient& api() { return *api_; }
    const std::string& toss_url() const { return toss_url_; }
    const std::string& data() const { return data_; }
    const std::string& operator_token() const { return operator_token_; }
    const std::vector<std::string>& member_tokens() const { return member_tokens_; }
    const std::vector<std::string>& products() const { return products_; }
    const std::vector<std::string>& skus() const { return skus_; }

    // Each buyer comes on a connection of its own; else over few in HTTP/2, as from a proxy in
    // front.
    bool has_buyers_on_http_1_1 = false;

    // Stops the shop; its data stays for what starts on it.
    void stop();

  private:
    void set_up(const OperatorLogin& login);

    std::string data_;
    std::string toss_url_;
    std::unique_ptr<Sandboxes> sandboxes_;
    std::unique_ptr<Shop> shop_;
    std::unique_ptr<ApiClient> api_;
    std::string operator_token_;
    std::vector<std::string> member_tokens_;
    std::vector<std::string> products_;
    std::vector<std::string> skus_;
};

}  // namespace jangteo::boot
