#pragma once

// Everything that a configuration file may say, in one list: its key, what it is for, and how it is
// read and written. The environment says the same under names of its own: `toss.url` is
// JANGTEO_TOSS_URL. A secret may be given as a file too, which holds it alone:
// `toss.secret_key_file`.
//
// A flag wins over the environment, the environment over the file, the file over the default.

#include <string>
#include <string_view>
#include <vector>

#include "boot/config.hpp"

namespace jangteo::boot {

// Fault{permanent} in one line that names the file and line, or the variable, and the key; the
// value of a secret is in none.
void read_environment(Config& config);
// What the environment says too is left as it is.
void read_config_file(const std::string& path, Config& config);

// A file with every key, its default and what it is for.
std::string documented_config();

// The environment variable of a key.
std::string variable_of(std::string_view key);

}  // namespace jangteo::boot
