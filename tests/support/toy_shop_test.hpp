#pragma once

// ToyShopTest: the fixture of the tests of the runtime: a shop with the toy service alone.

#include <gtest/gtest.h>

#include <stdexcept>

#include "runtime/ops_routes.hpp"
#include "tests/support/toy_service.hpp"

namespace jangteo::test {

using Lines = std::vector<std::string>;

class ToyShopTest : public ::testing::Test {
  protected:
    explicit ToyShopTest(runtime::Delivery delivery = runtime::Delivery::local)
        : shop(1, delivery) {
        toy_service.install(shop.registry);
        runtime::install_ops_routes(shop.registry,
                                    [this]() -> runtime::Lane& { return *shop.lane; });
    }

    void SetUp() override { shop.start(); }

    std::shared_ptr<HttpAnswer> begin_move(const OrderId& which, int step) {
        return shop.begin_call(Method::post, ToyService::target(which, "moves"), toy_body(step),
                               token);
    }
    int move(const OrderId& which, int step) {
        return shop.call(Method::post, ToyService::target(which, "moves"), toy_body(step), token)
            .status;
    }
    int ask_outside(const OrderId& which, int step) {
        return shop.call(Method::post, ToyService::target(which, "calls"), toy_body(step), token)
            .status;
    }
    Lines trail() { return ToyService::trail(shop); }
    // The lines that begin so, without the beginning.
    Lines trail_of(std::string_view beginning) {
        Lines found;
        for (const auto& line : trail()) {
            if (line.starts_with(beginning)) found.push_back(line.substr(beginning.size()));
        }
        return found;
    }
    // Makes the handler that writes this line throw.
    void throw_at(const std::string& line) {
        toy_service.on_line = [line](const std::string& written) {
            if (written == line) throw std::runtime_error(line + " fails");
        };
    }
    void throw_no_more() { toy_service.on_line = nullptr; }

    TestShop shop;
    ToyService toy_service;
    OrderId toy = shop.new_id<OrderId>();
    OrderId other = shop.new_id<OrderId>();
    std::string token = shop.as_member(shop.new_id<MemberId>());
};

inline std::string_view header_of(const HttpAnswer& answer, std::string_view name) {
    for (const auto& header : answer.headers) {
        if (header.name == name) return header.value;
    }
    return {};
}

}  // namespace jangteo::test
