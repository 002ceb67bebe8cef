#pragma once

// OwnShop: a shop and the sandboxes for one replay, in a folder. Fault{permanent} when the folder
// is not one that this can be done in.

#include <memory>
#include <string>

#include "boot/replay/replay.hpp"

namespace jangteo::boot {

class Sandboxes;
class Shop;

class OwnShop {
  public:
    // Without a folder in a temporary one, which goes with this object.
    explicit OwnShop(const std::string& folder);
    ~OwnShop();
    OwnShop(const OwnShop&) = delete;
    OwnShop& operator=(const OwnShop&) = delete;

    Endpoints endpoints() const;
    const std::string& folder() const { return folder_; }
    void stop();
    // A temporary folder stays, for whoever wants to look.
    void keep_folder() { is_temporary_ = false; }

  private:
    std::string folder_;
    bool is_temporary_;
    OperatorLogin login_;
    std::unique_ptr<Sandboxes> sandboxes_;
    std::unique_ptr<Shop> shop_;
};

}  // namespace jangteo::boot
