#pragma once

namespace jangteo::platform::sodium {

// The library wants one call before any other; repeated calls cost nothing. Any thread.
void start();

}  // namespace jangteo::platform::sodium
