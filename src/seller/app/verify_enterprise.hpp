#pragma once

// Verification: the owner asks for it, an operator gives, refuses or withdraws it.

#include <expected>

#include "runtime/transaction.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

struct RequestVerification {
    EnterpriseId enterprise_id;
    MemberId by;
};

struct VerifyEnterprise {
    EnterpriseId enterprise_id;
};

struct RejectEnterprise {
    EnterpriseId enterprise_id;
    std::string reason;
};

class VerifyEnterpriseHandler {
  public:
    explicit VerifyEnterpriseHandler(const SellerPorts& ports) : ports_(ports) {}

    std::expected<Enterprise, RequestVerificationRejection> handle(
        runtime::Transaction& tx, const RequestVerification& command);
    std::expected<Enterprise, DecideVerificationRejection> handle(runtime::Transaction& tx,
                                                                  const VerifyEnterprise& command);
    std::expected<Enterprise, DecideVerificationRejection> handle(runtime::Transaction& tx,
                                                                  const RejectEnterprise& command);

  private:
    const SellerPorts& ports_;
};

}  // namespace jangteo::seller
