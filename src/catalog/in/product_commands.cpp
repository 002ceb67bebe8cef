#include "catalog/in/product_commands.hpp"

#include "catalog/app/product_answers.hpp"

namespace jangteo::catalog {
namespace {

constexpr runtime::Refusal<ProductRejection> refusals[] = {
    {ProductRejection::unknown_product, 404, {"찾을 수 없습니다.", "There is no such thing."}},
    {ProductRejection::unknown_sku, 404, {"그런 SKU가 없습니다.", "There is no such SKU."}},
    {ProductRejection::version_mismatch,
     412,
     {"그 사이에 바뀌었습니다. 다시 읽고 시도하세요.", "It changed meanwhile. Read it again."}},
    {ProductRejection::enterprise_not_verified,
     422,
     {"확인된 업체만 상품을 팔 수 있습니다.", "Only a verified enterprise lists products."}},
    {ProductRejection::unknown_category,
     422,
     {"그런 카테고리가 없습니다.", "There is no such category."}},
    {ProductRejection::sku_code_taken,
     409,
     {"다른 상품이 쓰는 SKU 코드입니다.", "Another product has this SKU code."}},
    {ProductRejection::product_deleted, 409, {"삭제된 상품입니다.", "The product is deleted."}},
    {ProductRejection::illegal_transition,
     409,
     {"지금 상태에서 그렇게 바꿀 수 없습니다.", "Its status cannot change like that."}},
    {ProductRejection::too_many_variants,
     422,
     {"옵션 상품은 100개까지입니다.", "A product has up to 100 variants."}},
    {ProductRejection::duplicate_sku_code,
     422,
     {"SKU 코드가 겹칩니다.", "An SKU code occurs twice."}},
    {ProductRejection::duplicate_axis,
     422,
     {"옵션 이름이나 값이 겹칩니다.", "An option's name or value occurs twice."}},
    {ProductRejection::wrong_option_count,
     422,
     {"옵션마다 값을 하나씩 골라야 합니다.", "A variant has one value for each option."}},
    {ProductRejection::unknown_option_value,
     422,
     {"옵션에 없는 값입니다.", "A variant has a value that its option does not list."}},
    {ProductRejection::duplicate_option_values,
     422,
     {"옵션 값이 같은 상품이 둘 있습니다.", "Two variants have the same option values."}},
    {ProductRejection::price_out_of_range,
     422,
     {"가격은 0보다 크고 1조 이하입니다.", "A price is above zero and at most 10^12."}},
    {ProductRejection::mixed_currencies,
     422,
     {"한 상품의 가격은 한 통화로 씁니다.", "All prices of a product are in one currency."}},
    {ProductRejection::attributes_too_large,
     422,
     {"속성은 50개까지, 이름은 100바이트, 값은 1,000바이트까지입니다.",
      "Up to 50 attributes, names up to 100 bytes, values up to 1,000."}},
};

template <class Texts>
std::vector<std::string> strings_of(const Texts& texts) {
    std::vector<std::string> strings;
    for (const auto& text : texts) strings.push_back(text.value);
    return strings;
}

template <class Texts>
std::vector<std::string> strings_of(const std::optional<Texts>& texts) {
    return texts ? strings_of(*texts) : std::vector<std::string>();
}

template <class Axes>
std::vector<OptionAxis> axes_of(const Axes& axes) {
    std::vector<OptionAxis> made;
    for (const auto& axis : axes) made.push_back({axis.name, strings_of(axis.values)});
    return made;
}

template <class Variants>
std::vector<NewVariant> variants_of(const Variants& variants) {
    std::vector<NewVariant> made;
    for (const auto& variant : variants) {
        made.push_back({variant.sku_code, strings_of(variant.option_values), variant.price});
    }
    return made;
}

}  // namespace

std::optional<EnterpriseId> enterprise_of(const runtime::Principal& principal) {
    if (principal.is(runtime::Role::operator_)) return std::nullopt;
    return principal.enterprise;
}

ProductTarget target_of(const runtime::Call& call) {
    return {call.path_id<ProductId>("product_id"), enterprise_of(call.principal), call.if_match};
}

CreateProduct command_of(const EnterpriseId& enterprise,
                         const contracts::CreateProductRequest& body) {
    CreateProduct command;
    command.enterprise_id = enterprise;
    ProductDetails& details = command.details;
    details.category_id = body.category_id;
    details.name = {body.name.ko, body.name.en};
    if (body.description) details.description = {body.description->ko, body.description->en};
    if (body.options) details.options = axes_of(*body.options);
    if (body.attributes) details.attributes = *body.attributes;
    details.images = strings_of(body.images);
    command.variants = variants_of(body.variants);
    bool active = body.status && *body.status == contracts::InitialProductStatus::active;
    command.status = active ? ProductStatus::active : ProductStatus::draft;
    return command;
}

ChangeProduct command_of(const runtime::Call& call, const contracts::ChangeProductRequest& body) {
    ChangeProduct command;
    command.target = target_of(call);
    command.category_id = body.category_id;
    if (body.name) command.name = LocalText{body.name->ko, body.name->en};
    if (body.description)
        command.description = LocalText{body.description->ko, body.description->en};
    if (body.options) command.options = axes_of(*body.options);
    command.attributes = body.attributes;
    if (body.images) command.images = strings_of(*body.images);
    return command;
}

AddVariants command_of(const runtime::Call& call, const contracts::AddVariantsRequest& body) {
    return {target_of(call), variants_of(body.variants)};
}

ChangeVariant command_of(const runtime::Call& call, const contracts::ChangeVariantRequest& body) {
    ChangeVariant command{target_of(call), call.path_id<SkuId>("sku_id"), {}};
    if (body.sku_code) command.change.sku_code = body.sku_code->value;
    if (body.option_values) command.change.option_values = strings_of(*body.option_values);
    return command;
}

ChangePrice command_of(const runtime::Call& call, const contracts::ChangePriceRequest& body) {
    return {target_of(call), call.path_id<SkuId>("sku_id"), body.price, call.principal.member};
}

ChangeProductStatus command_of(const runtime::Call& call,
                               const contracts::ChangeProductStatusRequest& body) {
    return {target_of(call), status_of(body.status)};
}

runtime::HttpAnswer answer_of(const runtime::Call& call,
                              const std::expected<Product, ProductRejection>& result, int status) {
    if (!result) return runtime::refuse(call, refusals, result.error());
    runtime::HttpAnswer answer = runtime::answer(answer_of(*result), status);
    if (status == 201) answer.headers.push_back({"location", "/v1/products/" + result->id.text()});
    return answer;
}

}  // namespace jangteo::catalog
