#pragma once

// Every described struct whose bytes come from outside, by its name.

#include <memory>
#include <span>
#include <string_view>

#include "contracts/codec/shape.hpp"

namespace jangteo::fuzz {

struct Described {
    const codec::Shape* shape;
    std::shared_ptr<void> (*make)();
};

std::span<const Described> described_bodies();  // of HTTP requests
std::span<const Described> described_events();  // published, and the runtime's own records

const Described* find_described(std::span<const Described> all, std::string_view name);

}  // namespace jangteo::fuzz
