#pragma once

// Faults: which of them a run meets, how often, and how often they struck. Each run switches some
// kinds on and others off, because rare combinations need the others out of their way.

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <string_view>

#include "tests/simulation/chance.hpp"

namespace jangteo::simulation {

enum class Trouble {
    crash_before_commit,
    crash_after_commit,
    crash_in_transaction,
    crash_while_idle,
    process_paused,
    stale_process,  // a paused process wakes up beside its successor
    long_downtime,
    commit_fails,
    write_fails,
    read_fails,
    disk_full,
    table_fails,  // one service's, for a while
    request_lost,
    answer_lost,
    request_twice,
    call_not_sent,
    call_lost,
    call_answer_lost,
    call_late,
    call_slow,
    call_refused,
    call_error_before,
    call_error_after,
    call_in_flight,
    call_configuration,
    wrong_amount,
    notice_lost,
    notice_repeated,
    notice_late,
    notice_forged,
    notice_contradicts,
    notice_of_unknown_order,
    delivery_repeated,
    delivery_held,
    poison_throws,
    poison_kills,
    poison_undecodable,
    clock_forward,
    clock_back,
    clock_frozen,
};
BOOST_DESCRIBE_ENUM(Trouble, crash_before_commit, crash_after_commit, crash_in_transaction,
                    crash_while_idle, process_paused, stale_process, long_downtime, commit_fails,
                    write_fails, read_fails, disk_full, table_fails, request_lost, answer_lost,
                    request_twice, call_not_sent, call_lost, call_answer_lost, call_late, call_slow,
                    call_refused, call_error_before, call_error_after, call_in_flight,
                    call_configuration, wrong_amount, notice_lost, notice_repeated, notice_late,
                    notice_forged, notice_contradicts, notice_of_unknown_order, delivery_repeated,
                    delivery_held, poison_throws, poison_kills, poison_undecodable, clock_forward,
                    clock_back, clock_frozen)

inline constexpr std::size_t fault_kinds =
    boost::mp11::mp_size<boost::describe::describe_enumerators<Trouble>>::value;

std::string_view name_of(Trouble kind);

class Faults {
  public:
    explicit Faults(std::uint64_t seed);

    // Whether this one happens now; counts it.
    bool strikes(Trouble kind);
    void happened(Trouble kind) { ++struck_[static_cast<std::size_t>(kind)]; }
    bool is_on(Trouble kind) const { return rates_[static_cast<std::size_t>(kind)] > 0; }

    void begin() { are_on_ = true; }
    void end() { are_on_ = false; }
    bool are_on() const { return are_on_; }
    void switch_off(Trouble kind) { rates_[static_cast<std::size_t>(kind)] = 0; }
    void switch_all_off() { rates_.fill(0); }

    const std::array<std::uint64_t, fault_kinds>& struck() const { return struck_; }
    Chance& chance() { return chance_; }

  private:
    Chance chance_;
    bool are_on_ = false;
    std::array<std::int64_t, fault_kinds> rates_{};  // in a hundred thousand
    std::array<std::uint64_t, fault_kinds> struck_{};
};

}  // namespace jangteo::simulation
