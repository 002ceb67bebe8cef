#pragma once

// Shop: the whole program as one object: store, services, lane, edge, HTTP. Starting takes the data
// folder, migrates, recovers and listens; stopping refuses new work, finishes what is under way and
// closes everything. Of several on one store one writes; the others stand by (boot/standby.hpp).

#include <memory>
#include <string>

#include "boot/config.hpp"

namespace jangteo::boot {

class Shop {
  public:
    // Fault{permanent} with words for the operator when it cannot start.
    explicit Shop(Config config);
    ~Shop();

    // The first start prints the operator's password, once, when none was given.
    void start();
    // True: everything was finished; false: what was left, the next start takes up.
    bool stop();

    std::uint16_t port() const;
    std::string url() const;
    // Of the process that writes the store: this one, or the one for which it stands by.
    std::string writer_url() const;
    const Config& config() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace jangteo::boot
