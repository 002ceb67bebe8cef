#pragma once

// Recover: finds in the shop what an earlier run of the same replay has left, by natural names
// alone: business numbers, e-mail addresses, SKU codes, invoice numbers in the orders' notes.
// Fault{permanent} when it is not what this plan would have left.

#include "boot/replay/desk.hpp"

namespace jangteo::boot {

Task<void> recover(Desk& desk);

}  // namespace jangteo::boot
