#pragma once

// PaymentBook: all payments and billing keys in memory, their indexes and their totals. save()
// writes an object's new state to the journal; load() is its other half.

#include <boost/describe.hpp>

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/desk/by_name.hpp"
#include "sandbox/desk/journal.hpp"
#include "sandbox/toss/payment.hpp"

namespace jangteo::sandbox::toss {

enum EntryKind : std::int64_t {
    entry_payment = 1,
    entry_billing = 2,
    entry_answer = 3,
    entry_callback = 4
};

struct Billing {
    std::string billing_key;  // empty until issued
    std::string auth_key;     // one-time; of the buyer's consent
    std::string customer_key;
    std::string card_number;  // masked
    Timestamp authenticated_at;
    bool is_auth_used = false;
    bool is_removed = false;
};
BOOST_DESCRIBE_STRUCT(Billing, (),
                      (billing_key, auth_key, customer_key, card_number, authenticated_at,
                       is_auth_used, is_removed))

struct Totals {
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::array<std::int64_t, payment_statuses> by_status{};
};

class PaymentBook {
  public:
    // A payment that is not in the book yet.
    Payment& add(Payment payment);
    Payment* find(std::string_view payment_key);
    // Of several with one order: the last that the buyer has paid, otherwise the last.
    Payment* find_by_order(std::string_view order_id);
    Payment* find_by_account(std::string_view account_number);

    // Changes a payment and keeps the totals and indexes true.
    template <class Change>
    auto change(Payment& payment, Change change) {
        count(payment, -1);
        auto result = change(payment);
        count(payment, 1);
        index(payment);
        return result;
    }

    Billing& add(Billing billing);
    Billing* find_billing(std::string_view billing_key);
    Billing* find_auth(std::string_view auth_key);
    void reindex(Billing& billing);

    void load(const Entry& entry);

    const Totals& totals() const { return totals_; }
    const std::deque<Payment>& payments() const { return payments_; }
    std::size_t position_of(const Payment& payment) const;

    // Calls `visit` for the payments whose payment window or time to confirm may be over.
    void each_due(Timestamp now, std::pair<Duration, Duration> windows,
                  const std::function<void(Payment&)>& visit);

  private:
    void count(const Payment& payment, std::int64_t sign);
    void index(Payment& payment);

    std::deque<Payment> payments_;  // in the order they were made; addresses stay
    ByName<std::size_t> by_key_;
    ByName<std::vector<std::size_t>> by_order_;
    ByName<std::size_t> by_account_;
    std::deque<Billing> billings_;
    ByName<Billing*> by_billing_key_;
    ByName<Billing*> by_auth_key_;
    // Both windows have one length each, so what was added first is due first.
    std::deque<std::pair<Timestamp, std::size_t>> ready_;
    std::deque<std::pair<Timestamp, std::size_t>> in_progress_;
    Totals totals_;
};

}  // namespace jangteo::sandbox::toss
