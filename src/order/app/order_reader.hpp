#pragma once

// Reading orders for people: lists newest first, at most `limit` below `before` (nil: from the
// newest). On a read snapshot; changes nothing.

#include "order/app/ports.hpp"

namespace jangteo::order {

class OrderReader {
  public:
    virtual ~OrderReader() = default;
    virtual std::optional<Order> find(sql::Connection& db, const OrderId& id) const = 0;
    virtual std::optional<OrderId> id_of_number(sql::Connection& db,
                                                std::string_view number) const = 0;
    virtual std::vector<Line> lines(sql::Connection& db, const OrderId& id) const = 0;
    virtual std::vector<Order> of_member(sql::Connection& db, const MemberId& member,
                                         const OrderId& before, std::int64_t limit) const = 0;
    virtual std::vector<Order> of_enterprise(sql::Connection& db, const EnterpriseId& enterprise,
                                             const OrderId& before, std::int64_t limit) const = 0;
    virtual std::vector<Order> newest(sql::Connection& db, const OrderId& before,
                                      std::int64_t limit) const = 0;
    virtual std::vector<Order> with_status(sql::Connection& db, Status status,
                                           const OrderId& before, std::int64_t limit) const = 0;
};

}  // namespace jangteo::order
