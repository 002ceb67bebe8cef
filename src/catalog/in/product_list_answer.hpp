#pragma once

// Lists of products: from query parameters to filters, and from rendered summaries to an answer.

#include "catalog/app/reads.hpp"
#include "runtime/page.hpp"

namespace jangteo::catalog {

runtime::HttpAnswer invalid_cursor(const runtime::Call& call);

// GET /v1/products
runtime::HttpAnswer list_active(sql::Connection& db, const runtime::Call& call, ProductLists& lists,
                                Categories& categories);
// GET /v1/seller/products
runtime::HttpAnswer list_own(sql::Connection& db, const runtime::Call& call, ProductLists& lists);

}  // namespace jangteo::catalog
