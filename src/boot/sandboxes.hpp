#pragma once

// Sandboxes: `jangteo-sandbox all` as a child on free ports, with its books in a folder.

#include <string>
#include <vector>

#include "boot/child.hpp"

namespace jangteo::boot {

class Sandboxes {
  public:
    // `shop_url` is told to them for webhooks; "" : none. Returns when both answer.
    Sandboxes(const std::string& folder, const std::string& shop_url,
              std::vector<std::string> more = {});

    const std::string& toss_url() const { return toss_url_; }
    const std::string& carrier_url() const { return carrier_url_; }
    Child& child() { return child_; }

  private:
    std::string ports_file_;
    Child child_;
    std::string toss_url_;
    std::string carrier_url_;
};

}  // namespace jangteo::boot
