#pragma once

// What flags and environment variables of a shop may say. Each takes the text and returns what is
// wrong with it, "" when nothing is: the form that Option::check takes.

#include <string>
#include <string_view>
#include <vector>

namespace jangteo::boot {

// http:// or https://, a host, and no more than a path.
std::string public_url_problem(const std::string& text);
// scheme://host[:port] as browsers send it, without a path.
std::string origin_problem(const std::string& text);
// A number from 0 on; not "nan", which no limit can be compared with.
std::string rate_problem(const std::string& text);
// The rules that members' own addresses and passwords have.
std::string email_problem(const std::string& text);
std::string password_problem(const std::string& text);

// 32 bytes in hexadecimal.
std::string tokens_seed_problem(const std::string& text);
// Each is service=http://host:port.
std::string upstreams_problem(const std::vector<std::string>& upstreams);

// The same of a list.
std::string origins_problem(const std::vector<std::string>& origins);
// Each is an address of IPv4 or IPv6.
std::string addresses_problem(const std::vector<std::string>& addresses);

// What stands between commas; of an empty text nothing.
std::vector<std::string> split_list(std::string_view text);

// As it is stored and compared.
std::string lower_case(std::string text);

}  // namespace jangteo::boot
