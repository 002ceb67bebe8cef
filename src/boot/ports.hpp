#pragma once

#include <cstdint>
#include <string>

namespace jangteo::boot {

// The port itself (0: any free one) when it can be listened on, else the next one that can.
// Fault{permanent} when a hundred are taken.
std::uint16_t free_port_from(const std::string& host, std::uint16_t port);

}  // namespace jangteo::boot
