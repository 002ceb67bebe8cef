#pragma once

// Order: lines of one or many sellers, one payment, one part per seller. The aggregate decides
// every step; what it decides comes back as `Decisions`, which the app room announces. Pure: ids,
// time and prices are arguments.
//
// The lines never change after creation and are kept apart (OrderLines): a step rewrites only this
// small aggregate.

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"
#include "order/domain/order_process.hpp"

namespace jangteo::order {

inline constexpr std::int64_t lines_max = 2'000;  // real wholesale orders exceed 1,100
inline constexpr std::int64_t quantity_max = 1'000'000;
inline constexpr std::size_t cancellations_max = 4'000;

struct Line {
    std::int64_t line = 0;  // 1, 2, … within the order
    SkuId sku;
    ProductId product;
    EnterpriseId enterprise;
    std::string name_ko;
    std::string name_en;
    std::string option_text;
    std::int64_t quantity = 0;
    std::int64_t unit_price = 0;  // minor units, frozen
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (line, sku, product, enterprise, name_ko, name_en, option_text, quantity,
                       unit_price))

struct OrderLines {
    OrderId id;
    std::int64_t version = 0;
    std::vector<Line> lines;
};
BOOST_DESCRIBE_STRUCT(OrderLines, (), (id, lines))

enum class PartStatus { waiting, approved, rejected, shipping, delivered, returned, cancelled };
BOOST_DESCRIBE_ENUM(PartStatus, waiting, approved, rejected, shipping, delivered, returned,
                    cancelled)

struct Part {
    EnterpriseId enterprise;
    std::int64_t amount = 0;
    PartStatus status = PartStatus::waiting;
};
BOOST_DESCRIBE_STRUCT(Part, (), (enterprise, amount, status))

struct LineQuantity {
    std::int64_t line = 0;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(LineQuantity, (), (line, quantity))

enum class CancellationStage {
    stopping,  // delivery is asked whether the part can still be stopped
    undoing,   // money and stock are being put back
    done,
    refused,  // the part had been shipped
};
BOOST_DESCRIBE_ENUM(CancellationStage, stopping, undoing, done, refused)

struct Cancellation {
    CancellationId id;
    CancellationStage stage = CancellationStage::undoing;
    std::vector<LineQuantity> lines;
    std::int64_t refund = 0;
    std::int64_t refunded = 0;
    bool whole = false;
    bool restock = true;
    bool money_done = false;
    bool stock_done = false;
    EnterpriseId part;  // while stopping
    std::string reason;
    Timestamp requested_at;
};
BOOST_DESCRIBE_STRUCT(Cancellation, (),
                      (id, stage, lines, refund, refunded, whole, restock, money_done, stock_done,
                       part, reason, requested_at))

struct StatusChange {
    Status to = Status::pending;
    std::string cause;  // the input that led here
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(StatusChange, (), (to, cause, at))

struct Address {
    std::string name;
    std::string phone;
    std::string postal_code;
    std::string address;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(Address, (), (name, phone, postal_code, address, note))

enum class CreateRejection {
    no_lines,
    too_many_lines,
    quantity_out_of_range,
    total_too_large,
};
BOOST_DESCRIBE_ENUM(CreateRejection, no_lines, too_many_lines, quantity_out_of_range,
                    total_too_large)

enum class CancelRejection {
    already_final,  // completed or cancelled
    already_cancelling,
    already_shipped,  // every part is on its way
    nothing_to_cancel,
    unknown_line,
    more_than_ordered,  // counting what was cancelled before
    not_paid_yet,  // single lines can be cancelled only of a paid order: cancel all of it instead
    part_being_shipped,  // a part is stopped only as a whole
    too_many_cancellations,
};
BOOST_DESCRIBE_ENUM(CancelRejection, already_final, already_cancelling, already_shipped,
                    nothing_to_cancel, unknown_line, more_than_ordered, not_paid_yet,
                    part_being_shipped, too_many_cancellations)

// What a step decided, to be announced in the same transaction.
struct Decisions {
    std::optional<Status> left;             // the status before, when it changed
    std::vector<CancellationId> requested;  // cancellations to ask for (again)
    bool cancelled = false;
    bool deadline_changed = false;

    bool anything() const { return left || !requested.empty() || cancelled || deadline_changed; }
};

class Order {
  public:
    struct New {
        OrderId id;
        MemberId member;
        std::string number;
        Address recipient;
        Timestamp payment_deadline;
    };

    OrderId id;
    std::int64_t version = 0;
    std::string number;
    MemberId member;
    std::string name;  // first product and how many more
    Status status = Status::pending;
    Currency currency = Currency::KRW;
    std::int64_t total = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    Address recipient;
    std::vector<Part> parts;
    std::vector<Cancellation> cancellations;
    std::vector<StatusChange> history;
    Timestamp created_at;
    Timestamp payment_deadline;
    Timestamp deadline;  // of the current state's timer; 0: none
    std::string payment_key;

    static std::expected<Order, CreateRejection> create(New created, const std::vector<Line>& lines,
                                                        Currency currency, Timestamp now);

    // Steps. Each returns nothing to announce when it is late or repeated.
    Decisions on_stock_reserved(Timestamp now);
    Decisions on_reservation_expired(CancellationId fresh, Timestamp now);
    Decisions on_payment_completed(std::int64_t amount, const std::string& key, Timestamp now);
    Decisions on_deadline(CancellationId fresh, Timestamp now);
    Decisions on_part_decided(const EnterpriseId& part, bool approved,
                              const std::vector<Line>& lines, CancellationId fresh, Timestamp now);
    Decisions on_shipment_started(const EnterpriseId& part, Timestamp now);
    Decisions on_delivered(const EnterpriseId& part, Timestamp now);
    Decisions on_returned(const EnterpriseId& part, const std::vector<Line>& lines,
                          CancellationId fresh, Timestamp now);
    Decisions on_shipment_stopped(CancellationId cancellation, bool stopped, Timestamp now);
    Decisions on_money_back(CancellationId cancellation, std::int64_t amount, Timestamp now);
    Decisions on_stock_back(CancellationId cancellation, Timestamp now);

    // Commands.
    struct CancelOrder {
        std::string reason;
        std::vector<CancellationId> fresh;  // one for each part
    };
    // Nothing to reserve; or paid after the reservation had expired, approved, and nothing left:
    // what was not handed over to the carrier is stopped.
    Decisions on_out_of_stock(const CancelOrder& command, const std::vector<Line>& lines,
                              Timestamp now);
    std::expected<Decisions, CancelRejection> cancel(const CancelOrder& command,
                                                     const std::vector<Line>& lines, Timestamp now);
    struct CancelLines {
        std::vector<LineQuantity> lines;
        std::string reason;
        bool restock = true;
        bool by_seller = false;  // sellers may refund what was shipped
        CancellationId fresh;
    };
    std::expected<Decisions, CancelRejection> cancel_lines(const CancelLines& command,
                                                           const std::vector<Line>& lines,
                                                           Timestamp now);
    // Nothing when the order is not delivered.
    std::optional<Decisions> confirm_receipt(Timestamp now);

    const Cancellation* cancellation(const CancellationId& wanted) const;
    // Units of a line in cancellations that were not refused.
    std::int64_t cancelled_units(std::int64_t line) const;

  private:
    bool move(Input input, Timestamp now, Decisions& decisions);
    void set_deadline(Timestamp due, Decisions& decisions);
    Cancellation& add_cancellation(CancellationId fresh, std::string reason, Timestamp now);
    void cancel_whole(CancellationId fresh, std::string reason, Timestamp now,
                      Decisions& decisions);
    std::vector<LineQuantity> remaining_of(const EnterpriseId& part,
                                           const std::vector<Line>& lines) const;
    // What is left of a part, to be taken back; nothing when nothing is left.
    Cancellation* add_part_cancellation(const Part& part, const std::vector<Line>& lines,
                                        CancellationId fresh, std::string reason, Timestamp now);
    bool stop_parts(const CancelOrder& command, const std::vector<Line>& lines, Timestamp now,
                    Decisions& decisions);
    void close_cancellation(Cancellation& cancellation, Timestamp now, Decisions& decisions);
    bool is_late_money(const Cancellation& cancellation, std::int64_t amount) const;
    void look_at_parts(Timestamp now, Decisions& decisions);
    void close_if_undone(Timestamp now, Decisions& decisions);
    void close_empty_parts(const std::vector<Line>& lines, Timestamp now, Decisions& decisions);
    Part* part_of(const EnterpriseId& enterprise);
    Cancellation* find(const CancellationId& wanted);
    std::int64_t price_of(const std::vector<LineQuantity>& wanted,
                          const std::vector<Line>& lines) const;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, number, member, name, status, currency, total, captured, refunded,
                       recipient, parts, cancellations, history, created_at, payment_deadline,
                       deadline, payment_key))

inline constexpr Duration return_period = days(7);

}  // namespace jangteo::order
