#include "platform/sodium/start.hpp"

#include <sodium.h>

#include "kernel/check.hpp"

namespace jangteo::platform::sodium {

void start() { check(sodium_init() >= 0, "libsodium starts"); }

}  // namespace jangteo::platform::sodium
