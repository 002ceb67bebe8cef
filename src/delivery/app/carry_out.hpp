#pragma once

// Carrying out a decision: the shipment is stored, and what the decision asks for becomes effects,
// timers and events of the same commit.

#include "delivery/app/ports.hpp"
#include "delivery/domain/shipping.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::delivery {

inline constexpr std::string_view poll_timer = "delivery.poll";

void carry_out(runtime::Transaction& tx, const Shipments& shipments, Shipment& shipment,
               const Decision& decision);

// For a new shipment; without effect when its part has one already.
void carry_out_first(runtime::Transaction& tx, const Shipments& shipments, Shipment& shipment,
                     const Decision& decision);

}  // namespace jangteo::delivery
