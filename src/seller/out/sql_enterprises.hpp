#pragma once

#include "runtime/documents.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

class SqlEnterprises final : public Enterprises {
  public:
    SqlEnterprises();

    std::optional<Enterprise> find(sql::Connection& db, EnterpriseId id) const override;
    bool has_business_number(sql::Connection& db, std::string_view number) const override;
    void add(sql::Connection& db, Enterprise& enterprise) override;
    void save(sql::Connection& db, Enterprise& enterprise) override;
    std::vector<Enterprise> list(sql::Connection& db, std::optional<EnterpriseStatus> status,
                                 const Slice& slice) const override;

  private:
    runtime::Documents<Enterprise> documents_;
};

}  // namespace jangteo::seller
