#pragma once

// Audit: what the services say of their stores when every invariant is checked: how many objects
// were checked under which id, what is wrong, and the facts that are compared across services.
// Filled by each module's `audit`, inside one read snapshot.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::runtime {

// Each service fills its own fields; amounts are minor units of the order's currency.
struct OrderFacts {
    // order
    bool known = false;
    bool quiet = false;  // no cancellation is under way
    bool cancelled = false;
    bool paid = false;   // paid or beyond, and not cancelled or cancelling
    bool ships = false;  // shipping or beyond
    std::int64_t total = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::string payment_key;
    std::vector<CancellationId> cancellations;
    // payment
    int payments = 0;
    bool payment_quiet = true;
    std::int64_t provider_captured = 0;
    std::int64_t provider_refunded = 0;
    std::string provider_key;
    std::vector<CancellationId> refunded_for;
    // inventory
    bool reserved = false;
    std::int64_t units_held = 0;
    std::int64_t units_committed = 0;
    // delivery
    int shipments_started = 0;
};

struct AuditCheck {
    std::string id;  // of the invariant, e.g. S1
    std::string about;
    std::int64_t objects = 0;
    std::int64_t violations = 0;
};

struct AuditViolation {
    std::string invariant;
    std::string object;
    std::string words;
};

class Audit {
  public:
    // One object checked under an invariant; `holds` false is a violation.
    void expect(std::string_view invariant, std::string_view about, bool holds,
                const std::string& object, std::string_view words);

    std::unordered_map<OrderId, OrderFacts> orders;

    // Orders with events that a consumer has yet to handle, or that wait as dead letters: what the
    // services say of them may differ meanwhile.
    std::unordered_set<OrderId> on_the_way;

    // The runtime's timers, for the services to compare with what waits for them.
    void add_timer(std::string_view name, const Uuid& subject, Timestamp due);
    // One of this name, or a dead letter of it.
    bool has_timer(std::string_view name, const Uuid& subject, Timestamp due) const;
    void add_timer_letter(std::string_view name, const Uuid& subject);
    std::int64_t timers_named(std::string_view name) const;

    std::vector<AuditCheck> checks() const;
    const std::vector<AuditViolation>& violations() const { return violations_; }

  private:
    std::map<std::tuple<std::string, std::string>, AuditCheck, std::less<>>
        checks_;  // by id, about
    std::unordered_set<std::string> timers_;
    std::map<std::string, std::int64_t, std::less<>> timers_by_name_;
    std::vector<AuditViolation> violations_;
};

// A large store has large trouble: more violations than this are counted, not kept.
inline constexpr std::size_t violations_kept_max = 1'000;

}  // namespace jangteo::runtime
