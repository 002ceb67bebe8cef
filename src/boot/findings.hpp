#pragma once

// What `jangteo doctor` finds: a line each, and whether all is well.

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "kernel/fault.hpp"

namespace jangteo::boot {

class Findings {
  public:
    // `work` gives the words for the line, or throws a Fault with what is wrong and what to do.
    // False: there is no use in looking further, where that depends on it.
    template <class Work>
    bool examine(std::string_view what, Work work) {
        try {
            fmt::print("{:<12} ok     {}\n", what, work());
            return true;
        } catch (const Fault& fault) {
            fmt::print("{:<12} WRONG  {}\n", what, fault.what());
            is_well_ = false;
            return false;
        }
    }
    bool is_well() const { return is_well_; }

  private:
    bool is_well_ = true;
};

[[noreturn]] inline void complain(const std::string& words) {
    throw Fault(FaultKind::permanent, words);
}

}  // namespace jangteo::boot
