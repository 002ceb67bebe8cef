#include "catalog/domain/product.hpp"

#include <gtest/gtest.h>

#include <set>

namespace jangteo::catalog {
namespace {

template <class IdType>
IdType id(std::uint8_t number) {
    Uuid uuid{};
    uuid.back() = number;
    return IdType(uuid);
}

constexpr Timestamp now{1'000};

Variant variant(std::uint8_t number, std::vector<std::string> values, std::int64_t price = 1'000) {
    return {id<SkuId>(number), "CODE-" + std::to_string(number), std::move(values), won(price)};
}

ProductDetails details() {
    ProductDetails details;
    details.category_id = id<CategoryId>(1);
    details.name = {"셔츠", "Shirt"};
    details.options = {{"색상", {"빨강", "파랑"}}, {"크기", {"S", "L"}}};
    return details;
}

std::expected<Product, ProductRejection> create(ProductDetails details,
                                                std::vector<Variant> variants) {
    return Product::create(id<ProductId>(1), id<EnterpriseId>(1), std::move(details),
                           std::move(variants), now);
}

Product shirt() {
    return *create(details(), {variant(1, {"빨강", "S"}, 2'000), variant(2, {"파랑", "L"})});
}

ProductRejection rejection_of(ProductDetails details, std::vector<Variant> variants) {
    auto created = create(std::move(details), std::move(variants));
    EXPECT_FALSE(created.has_value());
    return created ? ProductRejection::unknown_product : created.error();
}

TEST(Product, begins_as_a_draft_priced_from_its_cheapest_variant) {
    Product product = shirt();
    EXPECT_EQ(product.status, ProductStatus::draft);
    EXPECT_EQ(product.price_from(), won(1'000));
    EXPECT_EQ(option_text(product.variants[0]), "빨강 / S");
    EXPECT_EQ(option_text(variant(3, {})), "");
}

TEST(Product, a_variant_has_one_listed_value_for_each_axis) {
    EXPECT_EQ(rejection_of(details(), {variant(1, {"빨강"})}),
              ProductRejection::wrong_option_count);
    EXPECT_EQ(rejection_of(details(), {variant(1, {"빨강", "XL"})}),
              ProductRejection::unknown_option_value);
}

TEST(Product, no_two_variants_are_alike) {
    EXPECT_EQ(rejection_of(details(), {variant(1, {"빨강", "S"}), variant(2, {"빨강", "S"})}),
              ProductRejection::duplicate_option_values);
    EXPECT_EQ(rejection_of(details(), {variant(1, {"빨강", "S"}), variant(1, {"파랑", "S"})}),
              ProductRejection::duplicate_sku_code);
}

TEST(Product, axes_and_their_values_occur_once) {
    ProductDetails twice = details();
    twice.options[1].name = "색상";
    EXPECT_EQ(rejection_of(twice, {variant(1, {"빨강", "S"})}), ProductRejection::duplicate_axis);
    twice = details();
    twice.options[1].values = {"S", "S"};
    EXPECT_EQ(rejection_of(twice, {variant(1, {"빨강", "S"})}), ProductRejection::duplicate_axis);
}

TEST(Product, prices_are_positive_bounded_and_of_one_currency) {
    for (std::int64_t price : {std::int64_t{0}, std::int64_t{-1}, price_minor_max + 1}) {
        EXPECT_EQ(rejection_of(details(), {variant(1, {"빨강", "S"}, price)}),
                  ProductRejection::price_out_of_range);
    }
    auto dollars = variant(2, {"파랑", "S"});
    dollars.price.currency = Currency::USD;
    EXPECT_EQ(rejection_of(details(), {variant(1, {"빨강", "S"}), dollars}),
              ProductRejection::mixed_currencies);
    EXPECT_EQ(shirt().priced(id<SkuId>(1), won(0), now).error(),
              ProductRejection::price_out_of_range);
    EXPECT_EQ(shirt().priced(id<SkuId>(1), {5, Currency::USD}, now).error(),
              ProductRejection::mixed_currencies);
}

TEST(Product, has_a_hundred_variants_at_most) {
    ProductDetails many = details();
    many.options = {{"번호", {}}};
    std::vector<Variant> variants;
    for (std::uint8_t i = 0; i <= variants_max; ++i) {
        many.options[0].values.push_back(std::to_string(i));
        variants.push_back(variant(i, {std::to_string(i)}));
    }
    EXPECT_EQ(rejection_of(many, variants), ProductRejection::too_many_variants);
    variants.pop_back();
    EXPECT_TRUE(create(many, variants));
}

TEST(Product, attributes_are_bounded) {
    for (const auto& [name, value] : std::map<std::string, std::string>{
             {"", "x"}, {std::string(101, 'n'), "x"}, {"n", std::string(1'001, 'v')}}) {
        ProductDetails large = details();
        large.attributes = {{name, value}};
        EXPECT_EQ(rejection_of(large, {variant(1, {"빨강", "S"})}),
                  ProductRejection::attributes_too_large);
    }
    ProductDetails many = details();
    for (int i = 0; i < 51; ++i) many.attributes[std::to_string(i)] = "x";
    EXPECT_EQ(rejection_of(many, {variant(1, {"빨강", "S"})}),
              ProductRejection::attributes_too_large);
}

TEST(Product, keeps_every_option_value_that_a_variant_has) {
    ProductDetails fewer = details();
    fewer.options[1].values = {"S"};
    EXPECT_EQ(shirt().described(fewer, now).error(), ProductRejection::unknown_option_value);
    ProductDetails more = details();
    more.options[1].values.push_back("XL");
    auto changed = shirt().described(more, now);
    ASSERT_TRUE(changed);
    EXPECT_TRUE(changed->with_variants({variant(3, {"빨강", "XL"})}, now));
}

TEST(Product, a_change_of_an_unknown_sku_is_refused) {
    EXPECT_EQ(shirt().priced(id<SkuId>(9), won(1), now).error(), ProductRejection::unknown_sku);
    EXPECT_EQ(shirt().with_variant(id<SkuId>(9), {}, now).error(), ProductRejection::unknown_sku);
}

TEST(Product, status_goes_only_along_the_legal_transitions) {
    using enum ProductStatus;
    const std::set<std::pair<ProductStatus, ProductStatus>> legal{
        {draft, active},   {draft, deleted},   {active, inactive},
        {active, deleted}, {inactive, active}, {inactive, deleted}};
    for (auto from : {draft, active, inactive, deleted}) {
        for (auto to : {draft, active, inactive, deleted}) {
            Product product = shirt();
            product.status = from;
            auto changed = product.with_status(to, now);
            EXPECT_EQ(changed.has_value(), legal.contains({from, to}));
            EXPECT_TRUE(changed || changed.error() == ProductRejection::illegal_transition);
        }
    }
}

TEST(Product, a_deleted_one_does_not_change_any_more) {
    Product product = *shirt().with_status(ProductStatus::deleted, now);
    auto deleted = ProductRejection::product_deleted;
    EXPECT_EQ(product.described(details(), now).error(), deleted);
    EXPECT_EQ(product.with_variants({variant(3, {"빨강", "L"})}, now).error(), deleted);
    EXPECT_EQ(product.with_variant(id<SkuId>(1), {}, now).error(), deleted);
    EXPECT_EQ(product.priced(id<SkuId>(1), won(1), now).error(), deleted);
}

}  // namespace
}  // namespace jangteo::catalog
