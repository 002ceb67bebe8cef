#include "boot/replay/own_shop.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "boot/sandboxes.hpp"
#include "boot/shop.hpp"
#include "kernel/fault.hpp"
#include "platform/sodium/random.hpp"

namespace jangteo::boot {
namespace {

namespace fs = std::filesystem;

std::string temporary_folder() {
    std::string name = (fs::temp_directory_path() / "jangteo-replay-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw Fault(FaultKind::permanent, "cannot make a temporary folder " + name);
    }
    return name;
}

std::string random_password() {
    platform::sodium::SodiumRandom random;
    Uuid bytes;
    random.fill(bytes);
    return base32_of(bytes).substr(6);
}

// Kept beside the shop's data, for its owner alone, because the shop knows only its hash.
std::string operator_password(const std::string& folder) {
    std::string path = folder + "/operator-password";
    std::string password;
    if (std::ifstream(path) >> password) return password;
    password = random_password();
    int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    bool is_written = file >= 0 && ::write(file, password.data(), password.size()) ==
                                       static_cast<ssize_t>(password.size());
    if (file >= 0) ::close(file);
    if (!is_written) throw Fault(FaultKind::permanent, "cannot write " + path);
    return password;
}

// Only a folder that is new, or that a replay has made, is played in.
void claim_folder(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Fault(FaultKind::permanent, folder + ": " + error.message());
    bool is_foreign = !fs::is_empty(folder) && !fs::exists(folder + "/operator-password");
    if (is_foreign) {
        throw Fault(FaultKind::permanent,
                    folder + " holds something else: replay wants a folder of its own");
    }
}

Config config_of(const std::string& folder, const Sandboxes& sandboxes,
                 const OperatorLogin& login) {
    Config config;
    config.data = folder;
    config.port = 0;
    config.log_level = "warning";
    config.toss_url = sandboxes.toss_url();
    config.carrier_url = sandboxes.carrier_url();
    config.operator_email = login.email;
    config.operator_password = login.password;
    config.mutations_per_second = 0;
    config.logins_per_second = 0;
    return config;
}

}  // namespace

OwnShop::OwnShop(const std::string& folder)
    : folder_(folder.empty() ? temporary_folder() : folder), is_temporary_(folder.empty()) {
    claim_folder(folder_);
    login_ = {"operator@jangteo.example", operator_password(folder_)};
    // Parcels stay where they are: how far they come is not part of an order book.
    sandboxes_ =
        std::make_unique<Sandboxes>(folder_, "", std::vector<std::string>{"--no-auto-advance"});
    shop_ = std::make_unique<Shop>(config_of(folder_, *sandboxes_, login_));
    shop_->start();
}

OwnShop::~OwnShop() {
    stop();
    shop_.reset();
    sandboxes_.reset();
    std::error_code ignored;
    if (is_temporary_) fs::remove_all(folder_, ignored);
}

Endpoints OwnShop::endpoints() const { return {shop_->url(), sandboxes_->toss_url(), login_}; }

void OwnShop::stop() {
    if (shop_) shop_->stop();
}

}  // namespace jangteo::boot
