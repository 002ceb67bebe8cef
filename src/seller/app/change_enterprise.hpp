#pragma once

#include <expected>

#include "runtime/transaction.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

struct ChangeEnterprise {
    EnterpriseId enterprise_id;
    MemberId by;
    EnterpriseChange change;
    std::optional<std::int64_t> wanted_version;
};

class ChangeEnterpriseHandler {
  public:
    explicit ChangeEnterpriseHandler(const SellerPorts& ports) : ports_(ports) {}

    std::expected<Enterprise, ChangeEnterpriseRejection> handle(runtime::Transaction& tx,
                                                                const ChangeEnterprise& command);

  private:
    const SellerPorts& ports_;
};

}  // namespace jangteo::seller
