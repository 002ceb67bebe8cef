#pragma once

// BenchShop: a shop of its own with its sandboxes, a seller, products with endless stock and
// members with tokens: what every measurement of the shop starts from.

#include <memory>
#include <string>
#include <vector>

#include "boot/api_client.hpp"
#include "boot/sandboxes.hpp"
#include "boot/shop.hpp"

namespace jangteo::boot {

class BenchShop {
  public:
    // `servers`: where its store and its brokers are.
    BenchShop(const std::string& folder, const Config& servers);
    ~BenchShop();

    Shop& shop() { return *shop_; }
    std::uint16_t shop_port() const { return shop_->port(); }
    ApiClient& api() { return *api_; }
    const std::string& toss_url() const { return sandboxes_->toss_url(); }
    const std::string& data() const { return data_; }
    const std::string& operator_token() const { return operator_token_; }
    const std::vector<std::string>& member_tokens() const { return member_tokens_; }
    const std::vector<std::string>& products() const { return products_; }
    const std::vector<std::string>& skus() const { return skus_; }

    // Stops the shop; its data stays for what starts on it.
    void stop();

  private:
    void set_up();

    std::string data_;
    std::unique_ptr<Sandboxes> sandboxes_;
    std::unique_ptr<Shop> shop_;
    std::unique_ptr<ApiClient> api_;
    std::string operator_token_;
    std::vector<std::string> member_tokens_;
    std::vector<std::string> products_;
    std::vector<std::string> skus_;
};

}  // namespace jangteo::boot
