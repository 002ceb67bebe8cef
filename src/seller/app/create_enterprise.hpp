#pragma once

#include <expected>

#include "runtime/transaction.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

enum class CreateEnterpriseRejection { invalid_business_number, business_number_taken };
BOOST_DESCRIBE_ENUM(CreateEnterpriseRejection, invalid_business_number, business_number_taken)

// done: by an operator who has checked the enterprise elsewhere.
enum class Verification { open, done };

struct CreateEnterprise {
    std::string name;
    std::string business_number;  // as written, with or without hyphens
    std::string representative;
    std::string email;
    std::string phone;
    SettlementAccount settlement_account;
    MemberId owner;
    Verification verification = Verification::open;
};

class CreateEnterpriseHandler {
  public:
    explicit CreateEnterpriseHandler(const SellerPorts& ports) : ports_(ports) {}

    // The member becomes its first owner.
    std::expected<Enterprise, CreateEnterpriseRejection> handle(runtime::Transaction& tx,
                                                                const CreateEnterprise& command);

  private:
    const SellerPorts& ports_;
};

}  // namespace jangteo::seller
