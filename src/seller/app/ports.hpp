#pragma once

// What the use cases of the seller service need from the outside. The stores take the connection of
// the caller: the lane's transaction in a handler, a read snapshot in a query. They keep nothing in
// memory.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/sql.hpp"
#include "seller/domain/approval.hpp"
#include "seller/domain/enterprise.hpp"

namespace jangteo::seller {

// A piece of a list: what comes after the id whose bytes are `after`, in the order of ids.
struct Slice {
    std::string after;  // "" at the start
    std::int64_t limit = 0;
};

class Enterprises {
  public:
    virtual ~Enterprises() = default;
    virtual std::optional<Enterprise> find(sql::Connection& db, EnterpriseId id) const = 0;
    virtual bool has_business_number(sql::Connection& db, std::string_view number) const = 0;
    virtual void add(sql::Connection& db, Enterprise& enterprise) = 0;
    virtual void save(sql::Connection& db, Enterprise& enterprise) = 0;
    virtual std::vector<Enterprise> list(sql::Connection& db,
                                         std::optional<EnterpriseStatus> status,
                                         const Slice& slice) const = 0;
};

class ApprovalPolicies {
  public:
    virtual ~ApprovalPolicies() = default;
    // The default for an enterprise that chose none. Asked once for each part of each paid order.
    virtual ApprovalPolicy of_enterprise(sql::Connection& db, EnterpriseId enterprise) const = 0;
    virtual void save(sql::Connection& db, EnterpriseId enterprise,
                      const ApprovalPolicy& policy) = 0;
};

class Approvals {
  public:
    virtual ~Approvals() = default;
    virtual std::optional<Approval> find(sql::Connection& db, OrderId order,
                                         EnterpriseId enterprise) const = 0;
    // False, and without effect, when the part is known already.
    virtual bool add(sql::Connection& db, const Approval& approval) = 0;
    virtual void save(sql::Connection& db, const Approval& approval) = 0;
    virtual std::vector<Approval> waiting_of_order(sql::Connection& db, OrderId order) const = 0;
    // In the order of the orders' ids.
    virtual std::vector<Approval> list(sql::Connection& db, EnterpriseId enterprise,
                                       std::optional<ApprovalStatus> status,
                                       const Slice& slice) const = 0;
};

// All of them, for the handlers. Lives as long as the module.
struct SellerPorts {
    Enterprises& enterprises;
    ApprovalPolicies& approval_policies;
    Approvals& approvals;
};

// Rings at a waiting part's deadline; the key is the order.
inline constexpr std::string_view approval_deadline_timer = "seller.approval_deadline";

}  // namespace jangteo::seller
