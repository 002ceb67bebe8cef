#pragma once

// /v1/members/me/addresses: the caller's own address book.

#include "member/app/change_addresses.hpp"
#include "runtime/routes.hpp"

namespace jangteo::member {

class HttpAddresses {
  public:
    explicit HttpAddresses(const MemberPorts& ports) : ports_(ports), change_(ports) {}

    void declare(runtime::Routes& routes);

  private:
    void declare_reads(runtime::Routes& routes);
    void declare_changes(runtime::Routes& routes);

    const MemberPorts& ports_;
    ChangeAddressesHandler change_;
};

}  // namespace jangteo::member
