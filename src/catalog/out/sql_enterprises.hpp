#pragma once

#include "catalog/app/ports.hpp"

namespace jangteo::catalog {

class SqlEnterprises : public Enterprises {
  public:
    bool is_verified(sql::Connection& db, const EnterpriseId& id) override;
    void verify(sql::Connection& db, const EnterpriseId& id, std::string_view name) override;
    void reject(sql::Connection& db, const EnterpriseId& id) override;
};

}  // namespace jangteo::catalog
