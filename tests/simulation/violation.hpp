#pragma once

// Violation: an invariant that does not hold. Ends the run.

#include <stdexcept>
#include <string>

namespace jangteo::simulation {

struct Violation : std::runtime_error {
    Violation(std::string id, std::string what_object, const std::string& words)
        : std::runtime_error(words), invariant(std::move(id)), object(std::move(what_object)) {}

    std::string invariant;
    std::string object;
};

}  // namespace jangteo::simulation
