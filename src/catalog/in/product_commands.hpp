#pragma once

// From the sellers' bodies to commands, and from rejections to answers.

#include "catalog/app/add_variants.hpp"
#include "catalog/app/change_price.hpp"
#include "catalog/app/change_product.hpp"
#include "catalog/app/change_product_status.hpp"
#include "catalog/app/change_variant.hpp"
#include "catalog/app/create_product.hpp"
#include "contracts/catalog/products.hpp"
#include "runtime/call.hpp"

namespace jangteo::catalog {

// Whose products the caller may change; none: an operator's call, anyone's.
std::optional<EnterpriseId> enterprise_of(const runtime::Principal& principal);
// The product of the path, as this caller and If-Match say.
ProductTarget target_of(const runtime::Call& call);

CreateProduct command_of(const EnterpriseId& enterprise,
                         const contracts::CreateProductRequest& body);
ChangeProduct command_of(const runtime::Call& call, const contracts::ChangeProductRequest& body);
AddVariants command_of(const runtime::Call& call, const contracts::AddVariantsRequest& body);
ChangeVariant command_of(const runtime::Call& call, const contracts::ChangeVariantRequest& body);
ChangePrice command_of(const runtime::Call& call, const contracts::ChangePriceRequest& body);
ChangeProductStatus command_of(const runtime::Call& call,
                               const contracts::ChangeProductStatusRequest& body);

// The product after the command, or why not.
runtime::HttpAnswer answer_of(const runtime::Call& call,
                              const std::expected<Product, ProductRejection>& result,
                              int status = 200);

}  // namespace jangteo::catalog
