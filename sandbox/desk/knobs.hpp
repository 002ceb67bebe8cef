#pragma once

// Knobs: faults to order. A knob applies to an operation, or to one subject (an order, a payment
// key, a parcel), or to all; for so many calls, or until it is removed. Where several match, the
// one set last applies. They are not durable.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/timestamp.hpp"

namespace jangteo::sandbox {

enum class WebhookKnob : std::uint8_t {
    as_usual,
    none,
    duplicate,      // `webhook_times` in all
    late,           // after `webhook_late_ms`
    contradictory,  // a second one says the opposite
    forged,         // a second one has another secret and a state that is not so
    before_answer,  // tried before the answer to the call leaves
};

struct Knob {
    std::string operation;  // "": every one
    std::string subject;    // "": every one
    std::optional<std::int64_t> times;

    Duration delay;
    std::int64_t fail_before = 0;  // HTTP status instead of the work; 0: no
    std::int64_t fail_after = 0;   // HTTP status instead of the answer to the work
    bool cut_before = false;
    bool cut_after = false;
    std::optional<std::int64_t> wrong_amount;
    std::string refuse;  // the error code that the issuer refuses with
    WebhookKnob webhook = WebhookKnob::as_usual;
    std::int64_t webhook_times = 2;
    Duration webhook_late;
    std::optional<std::int64_t> calls_per_minute;
};

class Knobs {
  public:
    // Adds one; or says what is wrong with the description.
    std::expected<void, std::string> add(const boost::json::value& description);
    // Removes those of a subject, of an operation, or (both empty) all. Says how many.
    std::size_t remove(std::string_view operation, std::string_view subject);

    bool is_empty() const { return knobs_.empty(); }
    // The knob for this call, which counts as one of its `times`.
    Knob take(std::string_view operation, std::initializer_list<std::string_view> subjects,
              Timestamp now);
    // Of the knob that applies: false when the calls of the current minute are used up.
    bool is_over_limit() const { return is_over_limit_; }

    boost::json::value list() const;

  private:
    struct Held {
        Knob knob;
        boost::json::object description;
        Timestamp minute_began;
        std::int64_t calls_in_minute = 0;
    };

    static bool matches(const Knob& knob, std::string_view operation,
                        std::initializer_list<std::string_view> subjects);
    void count_call(Held& held, Timestamp now);

    std::vector<Held> knobs_;
    bool is_over_limit_ = false;
};

}  // namespace jangteo::sandbox
