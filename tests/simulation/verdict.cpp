#include "tests/simulation/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "boot/audit/audit.hpp"
#include "delivery/domain/shipment.hpp"
#include "order/domain/order.hpp"
#include "payment/domain/payment.hpp"
#include "runtime/dead_letters.hpp"
#include "runtime/timers.hpp"
#include "tests/simulation/violation.hpp"

namespace jangteo::simulation {
namespace {

// completed and cancelled.
const sql::Query count_open_orders{"SELECT count(*) FROM order_order WHERE status NOT IN (6, 8)"};
const sql::Query select_open_orders{
    "SELECT body FROM order_order WHERE status NOT IN (6, 8) ORDER BY id_head"};
const sql::Query select_orders{"SELECT body FROM order_order ORDER BY id_head"};
const sql::Query count_effects{"SELECT count(*) FROM runtime_effect"};
const sql::Query count_undelivered{"SELECT count(*) FROM runtime_outbox WHERE delivered = 0"};
const sql::Query select_letters{
    "SELECT aggregate, source, kind, consumer, cause, body FROM runtime_dead_letter"};
const sql::Query count_letters{"SELECT count(*) FROM runtime_dead_letter"};
const sql::Query count_unsettled{
    "SELECT count(*) FROM payment_payment WHERE attention <> 'none' OR status IN "
    "('confirming', 'unknown', 'escalated', 'waiting_for_deposit')"};
const sql::Query select_payments{"SELECT body FROM payment_payment"};
const sql::Query select_shipments{"SELECT body FROM delivery_shipment"};
const sql::Query count_parcels{
    "SELECT count(*) FROM delivery_shipment WHERE status NOT IN ('delivered', 'returned', "
    "'stopped')"};
const sql::Query select_witnessed{
    "SELECT topic, aggregate, event FROM witness_event ORDER BY number"};

}  // namespace

std::int64_t Verdict::count(const sql::Query& query) {
    auto rows = db_.query(query);
    rows.next();
    return rows.integer(0);
}

void Verdict::expect(Invariant invariant, bool holds, const std::string& object,
                     std::string_view words) {
    world_.coverage.checked(invariant);
    if (!holds) throw Violation(invariant.id(), object, std::string(words));
}

std::string Verdict::what_is_left() {
    std::string left;
    auto tell = [&](std::string_view what, std::int64_t n) {
        if (n > 0) left += fmt::format("{} {}; ", n, what);
    };
    tell("orders", count(count_open_orders));
    tell("calls outside", count(count_effects));
    tell("payments", count(count_unsettled));
    tell("parcels", count(count_parcels));
    tell("undelivered records", count(count_undelivered));
    tell("timers", static_cast<std::int64_t>(runtime::Timers::stored(db_).size()));
    std::int64_t letters = 0;
    auto rows = db_.query(select_letters);
    while (rows.next()) letters += poison.contains(rows.uuid(0)) ? 0 : 1;
    tell("dead letters", letters);
    if (!world_.life() || !world_.life()->lane.idle()) left += "the lane; ";
    return left;
}

bool Verdict::is_quiet() { return count(count_undelivered) == 0 && count(count_letters) == 0; }

std::string Verdict::who_is_left() {
    std::string left;
    {
        auto rows = db_.query(select_open_orders);
        while (rows.next()) {
            auto order = codec::decode_avro<order::Order>(rows.bytes(0));
            left += fmt::format("{} is {}; ", order->id.text(), codec::text_of_enum(order->status));
        }
    }
    auto rows = db_.query(select_shipments);
    while (rows.next()) {
        auto parcel = codec::decode_avro<delivery::Shipment>(rows.bytes(0));
        if (parcel->has_ended()) continue;
        left +=
            fmt::format("{} is {} {} at {} {}, asked for {} times{}, problem '{}'; ",
                        parcel->id.text(), codec::text_of_enum(parcel->status),
                        codec::text_of_enum(parcel->step), parcel->carrier, parcel->tracking_number,
                        parcel->polls, parcel->is_tracking ? " and now" : "", parcel->problem);
    }
    return left;
}

void Verdict::audit() {
    runtime::Audit audit;
    boot::audit_services(db_, audit);
    for (const auto& check : audit.checks()) {
        world_.coverage.audited(check.id, static_cast<std::uint64_t>(check.objects));
    }
    if (audit.violations().empty()) return;
    const auto& first = audit.violations().front();
    throw Violation(first.invariant, first.object, first.words);
}

void Verdict::judge(const std::vector<std::string>& acknowledged) {
    audit();
    judge_orders(acknowledged);
    judge_provider();
    judge_carrier();
    judge_consumers();
    judge_letters();
    expect("G5", runtime::Timers::stored(db_).empty(), "timers", "a timer never fired");
}

void Verdict::judge_orders(const std::vector<std::string>& acknowledged) {
    std::set<std::string> known;
    std::set<std::string> notes;
    {
        auto rows = db_.query(select_orders);
        while (rows.next()) {
            auto order = codec::decode_avro<order::Order>(rows.bytes(0));
            expect("D4", order.has_value(), "an order", "its bytes are damaged");
            std::string id = order->id.text();
            known.insert(id);
            ++world_.coverage.orders;
            bool is_completed = order->status == order::Status::completed;
            ++(is_completed ? world_.coverage.completed : world_.coverage.cancelled);
            expect("I1", notes.insert(order->recipient.note).second, id,
                   "one click became two orders");
            expect("G4", order::is_terminal(order->status), id, "it has not ended");
            for (std::size_t i = 1; i < order->history.size(); ++i) {
                for (std::size_t s = 0; s < order::steps.size(); ++s) {
                    bool is_it = order::steps[s].from == order->history[i - 1].to &&
                                 codec::text_of_enum(order::steps[s].on) == order->history[i].cause;
                    if (is_it) ++world_.coverage.steps[s];
                }
            }
        }
    }
    for (const std::string& id : acknowledged) {
        expect("D1", known.contains(id), id, "its buyer was told that it exists, and it does not");
    }
}

void Verdict::judge_provider() {
    std::set<std::string> ours;
    auto rows = db_.query(select_payments);
    while (rows.next()) {
        auto payment = codec::decode_avro<payment::Payment>(rows.bytes(0));
        expect("D4", payment.has_value(), "a payment", "its bytes are damaged");
        std::string id = payment->order_id().text();
        ours.insert(id);
        std::int64_t kept = payment->captured() - payment->refunded();
        std::int64_t there = provider_.balance_of(payment->order_id());
        std::string words = fmt::format("the provider holds {}, our books say {}", there, kept);
        expect("M4", there == kept, id, words);
        bool is_open = payment->status == payment::PaymentStatus::unknown ||
                       payment->status == payment::PaymentStatus::confirming;
        expect("M9", !is_open, id, "its payment's outcome was never found out");
        if (!payment->capture) continue;
        auto found = provider_.payments().find(payment->capture->payment_key);
        bool is_known = found != provider_.payments().end();
        expect("I6", is_known && found->second.total == payment->capture->amount, id,
               "the provider knows no such capture");
    }
    for (const auto& [key, payment] : provider_.payments()) {
        bool holds = payment.status == payment::ProviderStatus::done ||
                     payment.status == payment::ProviderStatus::partial_canceled;
        expect("M4", !holds || ours.contains(payment.order_id), payment.order_id,
               "the provider holds money of an order that has no payment");
    }
}

void Verdict::judge_carrier() {
    std::map<ShipmentId, delivery::Shipment> ours;
    {
        auto rows = db_.query(select_shipments);
        while (rows.next()) {
            auto shipment = codec::decode_avro<delivery::Shipment>(rows.bytes(0));
            expect("D4", shipment.has_value(), "a shipment", "its bytes are damaged");
            ours.emplace(shipment->id, *shipment);
        }
    }
    for (const auto& [id, parcel] : carrier_.booked()) {
        auto found = ours.find(id);
        bool is_ours = found != ours.end() && found->second.has_started();
        expect("G2", is_ours || parcel.parcel.is_cancelled, id.text(),
               "the carrier moves a parcel of a shipment that never started");
    }
}

void Verdict::judge_consumers() {
    std::map<std::pair<std::string, Uuid>, std::vector<std::int64_t>> had;
    auto rows = db_.query(select_witnessed);
    while (rows.next()) {
        had[{std::string(rows.text(0)), rows.uuid(1)}].push_back(rows.integer(2));
    }
    for (const auto& [key, given] : world_.watch.given()) {
        const auto& seen = had[key];
        std::string object = key.first + " of " + OrderId(key.second).text();
        if (world_.history.listening() && seen != given) {
            std::string numbers = "given";
            for (std::int64_t event : given) numbers += fmt::format(" {:x}", event & 0xffff);
            numbers += "; had";
            for (std::int64_t event : seen) numbers += fmt::format(" {:x}", event & 0xffff);
            world_.history.tell(world_.now(), object, numbers);
        }
        for (std::int64_t event : given) {
            expect("E2", std::ranges::find(seen, event) != seen.end(), object,
                   "a consumer never got an event");
        }
        expect("E4", seen.size() == given.size(), object,
               "a consumer's effect of an event is there twice");
        expect("E3", seen == given, object, "a consumer got events out of order");
    }
}

void Verdict::judge_letters() {
    std::map<Uuid, std::size_t> letters;
    auto rows = db_.query(select_letters);
    while (rows.next()) {
        auto event = codec::decode_avro<runtime::Event>(rows.bytes(5));
        expect("E5", event && event->payload == "poison" && !rows.text(4).empty(),
               rows.id<EventId>(0).text(), "a letter does not hold its event");
        ++letters[rows.uuid(0)];
    }
    std::size_t consumers = world_.stage.registry.subscribers("OrderStatusChanged").size();
    for (const Uuid& aggregate : poison) {
        expect("E5", letters[aggregate] == consumers, EventId(aggregate).text(),
               "an event that nobody can read is not with every consumer's letters");
    }
}

}  // namespace jangteo::simulation
