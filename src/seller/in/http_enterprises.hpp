#pragma once

// /v1/seller/enterprises: registering a business and keeping its details.

#include "runtime/routes.hpp"
#include "seller/app/change_enterprise.hpp"
#include "seller/app/create_enterprise.hpp"
#include "seller/app/verify_enterprise.hpp"

namespace jangteo::seller {

class HttpEnterprises {
  public:
    explicit HttpEnterprises(const SellerPorts& ports)
        : ports_(ports), create_(ports), change_(ports), verify_(ports) {}

    void declare(runtime::Routes& routes);

  private:
    void declare_create(runtime::Routes& routes);
    void declare_show(runtime::Routes& routes);
    void declare_change(runtime::Routes& routes);
    void declare_request_verification(runtime::Routes& routes);

    const SellerPorts& ports_;
    CreateEnterpriseHandler create_;
    ChangeEnterpriseHandler change_;
    VerifyEnterpriseHandler verify_;
};

}  // namespace jangteo::seller
