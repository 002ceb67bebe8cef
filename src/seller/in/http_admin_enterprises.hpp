#pragma once

// /v1/admin/enterprises: what operators do with enterprises.

#include "runtime/routes.hpp"
#include "seller/app/create_enterprise.hpp"
#include "seller/app/verify_enterprise.hpp"

namespace jangteo::seller {

class HttpAdminEnterprises {
  public:
    explicit HttpAdminEnterprises(const SellerPorts& ports)
        : ports_(ports), create_(ports), verify_(ports) {}

    void declare(runtime::Routes& routes);

  private:
    void declare_create(runtime::Routes& routes);
    void declare_reads(runtime::Routes& routes);
    void declare_decisions(runtime::Routes& routes);

    const SellerPorts& ports_;
    CreateEnterpriseHandler create_;
    VerifyEnterpriseHandler verify_;
};

}  // namespace jangteo::seller
