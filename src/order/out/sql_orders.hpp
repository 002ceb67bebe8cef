#pragma once

// Orders, offers, carts and buyers in SQL.

#include "order/app/order_reader.hpp"
#include "order/app/ports.hpp"
#include "runtime/documents.hpp"
#include "runtime/small_table.hpp"

namespace jangteo::order {

class SqlOrders : public Orders, public OrderReader {
  public:
    // So many times the index by member is entered before a new run of it begins.
    static constexpr std::int64_t bursts_a_run = 8;

    // A member's orders are entered into their index so many orders at a time; ids must rise with
    // the commits.
    explicit SqlOrders(int index_every = 2048);
    std::optional<Order> find(sql::Connection& db, const OrderId& id) const override;
    std::vector<Line> lines(sql::Connection& db, const OrderId& id) const override;
    void add(sql::Connection& db, Order& order, std::vector<Line> lines) const override;
    void save(sql::Connection& db, Order& order) const override;

    std::optional<OrderId> id_of_number(sql::Connection& db,
                                        std::string_view number) const override;
    std::vector<Order> of_member(sql::Connection& db, const MemberId& member, const OrderId& before,
                                 std::int64_t limit) const override;
    std::vector<Order> of_enterprise(sql::Connection& db, const EnterpriseId& enterprise,
                                     const OrderId& before, std::int64_t limit) const override;
    std::vector<Order> newest(sql::Connection& db, const OrderId& before,
                              std::int64_t limit) const override;
    std::vector<Order> with_status(sql::Connection& db, Status status, const OrderId& before,
                                   std::int64_t limit) const override;

  private:
    // The run that the next orders enter.
    std::int64_t newest_run(std::int64_t indexed) const {
        return indexed / (bursts_a_run * index_every_);
    }
    void index_by_member(sql::Connection& db) const;

    int index_every_;
    mutable std::int64_t added_ = 0;
    runtime::Documents<Order> orders_;
    runtime::Documents<OrderLines> lines_;
};

class SqlOffers : public Offers {
  public:
    SqlOffers();
    std::optional<Offer> find(sql::Connection& db, const SkuId& sku) const override;
    void put(sql::Connection& db, const Offer& offer) const override;
    void block_enterprise(sql::Connection& db, const EnterpriseId& enterprise,
                          bool blocked) const override;
    bool is_blocked(sql::Connection& db, const EnterpriseId& enterprise) const override;

  private:
    runtime::Documents<Offer> offers_;
    runtime::SmallTable<EnterpriseId, bool> blocked_;
};

class SqlCarts : public Carts {
  public:
    SqlCarts();
    std::optional<Cart> find(sql::Connection& db, const CartId& id) const override;
    void put(sql::Connection& db, Cart& cart) const override;

  private:
    runtime::Documents<Cart> carts_;
};

class SqlBuyers : public Buyers {
  public:
    SqlBuyers();
    void disable(sql::Connection& db, const MemberId& member) const override;
    bool is_disabled(sql::Connection& db, const MemberId& member) const override;

  private:
    runtime::SmallTable<MemberId, bool> disabled_;
};

}  // namespace jangteo::order
