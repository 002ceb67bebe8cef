#pragma once

// The mutating routes of the shop and what every order of parallel calls of each gives, as tables.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/live_shop.hpp"

namespace jangteo::test {

using runtime::Method;

// In target, token and body: {n} is new for each race, {i} the caller's number, {business} a
// business number, {0} the id that the first call before the race gave, {token} the last token.
struct Race {
    std::string_view operation;
    ShopCall call;
    std::string others = {};  // what is told once that is done; none: each is served
    std::vector<ShopCall> before = {};
    int callers_max = 64;  // fewer where each call hashes a password
    int served_max = 1;    // where there are others; 0: nobody is
};

inline const ShopCall new_member{.target = "/v1/admin/members",
                                 .token = "operator",
                                 .body = R"({"email":"member{n}@test.example","name":"test"})"};
inline const ShopCall act_as_member{.target = "/v1/admin/members/{0}/access-tokens",
                                    .token = "operator",
                                    .body = R"({"reason":"test"})"};
inline const std::string enterprise_body =
    R"({"name":"Test","business_number":"{business}","representative":"test",)"
    R"("email":"e@test.example","phone":"02-000-0000",)"
    R"("settlement_account":{"bank":"국민","number":"0","holder":"test"})";
inline const ShopCall new_enterprise{.target = "/v1/admin/enterprises",
                                     .token = "operator",
                                     .body = enterprise_body + R"(,"owner_member_id":"{0}"})"};
inline const ShopCall verified_enterprise{
    .target = "/v1/admin/enterprises",
    .token = "operator",
    .body = enterprise_body + R"(,"owner_member_id":"{0}","verified":true})"};
inline const ShopCall act_for_enterprise{.target = "/v1/admin/members/{0}/access-tokens",
                                         .token = "operator",
                                         .body = R"({"reason":"test","enterprise_id":"{1}"})"};
inline const ShopCall register_somebody{
    .target = "/v1/members",
    .body = R"({"email":"race{n}@test.example","password":"long enough","name":"a"})"};
inline const ShopCall log_in{
    .target = "/v1/sessions",
    .body = R"({"email":"race{n}@test.example","password":"long enough"})"};
inline const ShopCall new_address{
    .target = "/v1/members/me/addresses",
    .token = "{token}",
    .body = R"({"name":"a","phone":"010","postal_code":"04524","address":"test {i}"})"};

inline const std::vector<Race> member_races = {
    {"register_member", register_somebody, "409 email_taken", {}, 8},
    {"create_member", new_member, "409 email_taken"},
    {"change_me", {Method::patch, "/v1/members/me", "buyer", R"({"name":"name {i}"})"}},
    {"change_password",
     {Method::post, "/v1/members/me/password", "{token}",
      R"({"old_password":"long enough","new_password":"long enough {i}"})"},
     "403 wrong_password",
     {register_somebody, log_in},
     8},
    {"log_in", log_in, "", {register_somebody}, 8},
    {"end_session",
     {Method::del, "/v1/sessions/{2}", "{token}"},
     "404 unknown_session",
     {register_somebody, log_in, log_in}},
    {"disable_me",
     {Method::post, "/v1/members/me/disable", "{token}"},
     "409 already_disabled",
     {register_somebody, log_in}},
    {"disable_member",
     {Method::post, "/v1/admin/members/{0}/disable", "operator"},
     "409 already_disabled",
     {new_member}},
    {"issue_acting_token", act_as_member, "", {new_member}},
    {"add_address", new_address, "422 too_many_addresses", {new_member, act_as_member}, 64, 20},
    {"change_address",
     {Method::patch, "/v1/members/me/addresses/{2}", "{token}", R"({"address":"test {i}"})"},
     "",
     {new_member, act_as_member, new_address}},
    {"remove_address",
     {Method::del, "/v1/members/me/addresses/{2}", "{token}"},
     "404 unknown_address",
     {new_member, act_as_member, new_address}},
};

inline const std::vector<ShopCall> of_enterprise = {new_member, new_enterprise, act_for_enterprise};
inline const ShopCall request_verification{.target = "/v1/seller/enterprises/{1}/verification",
                                           .token = "{token}"};
inline const std::vector<ShopCall> with_request = {new_member, new_enterprise, act_for_enterprise,
                                                   request_verification};
inline const ShopCall new_account{.target = "/v1/seller/accounts",
                                  .token = "seller",
                                  .body = R"({"member_id":"{0}","role":"staff"})"};

inline const std::vector<Race> seller_races = {
    {"create_enterprise",
     {Method::post, "/v1/seller/enterprises", "buyer", enterprise_body + "}"},
     "409 business_number_taken"},
    {"create_enterprise_for", new_enterprise, "409 business_number_taken", {new_member}},
    {"change_enterprise",
     {Method::patch, "/v1/seller/enterprises/{1}", "{token}", R"({"name":"name {i}"})"},
     "",
     of_enterprise},
    {"request_verification", request_verification, "409 already_requested", of_enterprise},
    {"verify_enterprise",
     {Method::post, "/v1/admin/enterprises/{1}/verify", "operator"},
     "409 not_requested",
     with_request},
    {"reject_enterprise",
     {Method::post, "/v1/admin/enterprises/{1}/reject", "operator", R"({"reason":"test {i}"})"},
     "409 nothing_to_reject",
     with_request},
    {"add_seller_account", new_account, "409 already_has_account", {new_member}},
    {"remove_seller_account",
     {Method::del, "/v1/seller/accounts/{1}", "seller"},
     "404 unknown_account",
     {new_member, new_account}},
    {"set_approval_policy",
     {Method::put, "/v1/seller/approval-policy", "seller",
      R"({"mode":"manual","within_hours":{i}})"}},
    {"set_shipping_policy",
     {Method::put, "/v1/seller/shipping-policy", "seller", R"({"mode":"automatic"})"}},
};

inline const ShopCall new_category{.target = "/v1/admin/categories",
                                   .token = "operator",
                                   .body = R"({"slug":"slug-{n}","name":{"ko":"a","en":"a"}})"};
inline const std::string product_body =
    R"({"name":{"ko":"a","en":"a"},"options":[{"name":"size","values":["S","L"]}],"variants":)"
    R"([{"sku_code":"race-{n}","option_values":["S"],)"
    R"("price":{"amount":1000,"currency":"KRW"}}])";
inline const ShopCall new_product{.target = "/v1/seller/products",
                                  .token = "seller",
                                  .body = product_body + R"(,"category_id":"{0}"})"};

inline const std::vector<Race> catalog_races = {
    {"create_category", new_category, "409 slug_taken"},
    {"change_category",
     {Method::patch, "/v1/admin/categories/{0}", "operator", R"({"position":{i}})"},
     "",
     {new_category}},
    {"create_product", new_product, "409 sku_code_taken", {new_category}},
    {"create_product_for",
     {Method::post, "/v1/admin/products", "operator",
      product_body + R"(,"category_id":"{2}","enterprise_id":"{1}"})"},
     "409 sku_code_taken",
     {new_member, verified_enterprise, new_category}},
    {"change_product_status",
     {Method::post, "/v1/seller/products/{1}/status", "seller", R"({"status":"active"})"},
     "409 illegal_transition",
     {new_category, new_product}},
    {"add_variants",
     {Method::post, "/v1/seller/products/{1}/variants", "seller",
      R"({"variants":[{"sku_code":"more-{n}","option_values":["L"],)"
      R"("price":{"amount":1,"currency":"KRW"}}]})"},
     "422 duplicate_sku_code",
     {new_category, new_product}},
    {"change_variant",
     {Method::patch, "/v1/seller/products/{product}/variants/{sku}", "seller",
      R"({"sku_code":"code-{n}-{i}"})"}},
    {"change_price",
     {Method::post, "/v1/seller/products/{product}/variants/{sku}/price", "seller",
      R"({"price":{"amount":1{i},"currency":"KRW"}})"}},
    {"set_low_stock",
     {Method::put, "/v1/seller/stock-units/{sku}/low-stock", "seller", R"({"threshold":{i}})"}},
};

inline const ShopCall new_order{
    .target = "/v1/orders",
    .token = "buyer",
    .body = R"({"lines":[{"sku_id":"{sku}","quantity":1}],"recipient":{"name":"a","phone":"010",)"
            R"("postal_code":"04524","address":"test"}})"};
inline const ShopCall new_guest_cart{.target = "/v1/carts"};
inline const ShopCall new_window{.target = "/v1/payment-methods/prepare", .token = "buyer"};

inline const std::vector<Race> order_races = {
    {"cancel_any_order",
     {Method::post, "/v1/admin/orders/{0}/cancel", "operator", R"({"reason":"test {i}"})"},
     "409 already_final",
     {new_order}},
    {"create_guest_cart", new_guest_cart},
    {"merge_cart",
     {Method::post, "/v1/cart/merge", "buyer", R"({"guest_token":"{token}"})"},
     "",
     {new_guest_cart}},
    {"empty_cart", {Method::del, "/v1/cart", "buyer"}},
    {"prepare_payment",
     {Method::post, "/v1/payments/prepare", "buyer", R"({"order_id":"{0}"})"},
     "",
     {new_order}},
    {"prepare_payment_method", new_window},
    {"toss_webhook", {Method::post, "/v1/webhooks/toss", "", R"({"eventType":"x","data":{}})"}},
};

inline const ShopCall enter_tracking{
    .target = "/v1/seller/shipments/{shipment}/tracking",
    .token = "seller",
    .body = R"({"carrier":"my.bike","tracking_number":"parcel-{n}"})"};
inline const ShopCall arrived{.target = "/v1/seller/shipments/{shipment}/status",
                              .token = "seller",
                              .body = R"({"status":"delivered"})"};

// Each on a paid order of its own, whose parcel the seller sends by hand.
inline const std::vector<Race> parcel_races = {
    {"enter_tracking_number", enter_tracking, "409 not_ready"},
    {"book_shipment",
     {Method::post, "/v1/seller/shipments/{shipment}/book", "seller"},
     "409 not_ready"},
    {"mark_shipment", arrived, "409 not_on_its_way", {enter_tracking}},
    {"confirm_receipt",
     {Method::post, "/v1/orders/{order}/confirm-receipt", "buyer"},
     "409 not_delivered",
     {enter_tracking, arrived}},
    {"set_refund_account",
     {Method::put, "/v1/payments/{payment}/refund-account", "buyer",
      R"({"bank":"20","account_number":"{i}","holder_name":"a"})"}},
    {"ask_payment_again",
     {Method::post, "/v1/ops/payments/{payment}/ask", "operator"},
     "409 nothing_escalated",
     {},
     64,
     0},
    {"replay_dead_letter",
     {Method::post, "/v1/ops/dead-letters/dlq_00000000000000000000000001/replay", "operator"},
     "404 not_found",
     {},
     64,
     0},
    {"carrier_webhook",
     {Method::post, "/v1/webhooks/carrier", "",
      R"({"carrierId":"my.bike","trackingNumber":"parcel-{n}"})"},
     "",
     {enter_tracking}},
};

// The races of order_races_test.cpp and account_races_test.cpp.
inline const std::set<std::string> with_a_story = {
    "create_order",         "confirm_payment", "cancel_order",    "approve_order",
    "reject_order",         "refund_lines",    "refresh_session", "log_out",
    "put_cart_line",        "move_stock",      "change_product",  "add_payment_method",
    "remove_payment_method"};

}  // namespace jangteo::test
