#pragma once

// Coverage: what runs have met. Plain numbers of fixed size, so that processes can add them up in
// memory that they share.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "order/domain/order_process.hpp"
#include "tests/simulation/faults.hpp"

namespace jangteo::simulation {

// Every invariant that a run checks. One that no run has exercised fails the whole.
inline constexpr std::array<std::string_view, 29> invariant_ids = {
    "M2", "M3", "M4", "M5", "M6", "M8", "M9", "S1", "S2", "S3", "S6", "S7", "G1", "G2", "G3",
    "G4", "G5", "E1", "E2", "E3", "E4", "E5", "E7", "I1", "I6", "A4", "A5", "D1", "D4"};

// One of them, found when the program is compiled.
struct Invariant {
    consteval Invariant(const char* id)
        : index(static_cast<std::size_t>(std::ranges::find(invariant_ids, std::string_view(id)) -
                                         invariant_ids.begin())) {
        if (index == invariant_ids.size()) throw "no such invariant";
    }
    std::string id() const { return std::string(invariant_ids[index]); }
    std::size_t index;
};

inline constexpr std::size_t order_states = 9;
// Events that reach an order in each of its states.
inline constexpr std::array<std::string_view, 12> order_inputs = {
    "StockReserved",    "StockRejected",         "StockReleased",     "PaymentCompleted",
    "PaymentCancelled", "RefundCompleted",       "OrderApproved",     "OrderRejected",
    "DeliveryStarted",  "DeliveryStatusChanged", "DeliveryCompleted", "ShipmentStopped"};

struct Coverage {
    std::uint64_t runs = 0;
    std::uint64_t orders = 0;
    std::uint64_t commits = 0;
    std::uint64_t lives = 0;
    std::uint64_t calls = 0;
    std::uint64_t completed = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t blocked = 0;
    std::array<std::uint64_t, fault_kinds> faults{};
    std::array<std::uint64_t, invariant_ids.size()> checks{};
    std::array<std::uint64_t, order::steps.size()> steps{};
    std::array<std::array<std::uint64_t, order_inputs.size()>, order_states> inputs{};

    void add(const Coverage& other);
    void checked(Invariant invariant) { ++checks[invariant.index]; }
    // As often as the audit says.
    void audited(std::string_view invariant, std::uint64_t times);
    // What was never met though it should have been, one line each; "" when there is nothing.
    std::string gaps() const;
    std::string table() const;
};

}  // namespace jangteo::simulation
