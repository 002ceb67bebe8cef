#pragma once

// ApiClient: our own HTTP interface from outside, for the commands that play a customer, a seller
// or an operator: one call at a time, JSON in and out. An answer that was not expected is a Fault
// with the problem's words.

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "platform/http/client.hpp"

namespace jangteo::boot {

struct ApiCall {
    runtime::Method method = runtime::Method::get;
    std::string target;
    std::string token;               // "" : nobody
    boost::json::value body;         // null: none
    std::string key;                 // Idempotency-Key; "" makes one for every POST
    int wait_seconds = 0;            // Prefer: wait
    std::vector<int> accepted = {};  // statuses besides 2xx that the caller handles
};

struct ApiAnswer {
    int status = 0;
    boost::json::value body;
};

class ApiClient {
  public:
    // `patience`: for how long a refusal is asked about again, where services that are processes of
    // their own hear of each other a moment later.
    explicit ApiClient(std::string base_url, Duration patience = {});

    ApiAnswer call(const ApiCall& call);
    boost::json::value get(std::string_view target, const std::string& token = "");
    boost::json::value post(std::string_view target, boost::json::value body,
                            const std::string& token = "");

    // An access token by e-mail and password.
    std::string log_in(const std::string& email, const std::string& password);
    // Waits until the server answers /livez or the time is over: Fault{retry_later}.
    void wait_until_ready(Duration patience);

    const std::string& base_url() const { return base_url_; }

  private:
    ApiAnswer call_once(const ApiCall& call);

    std::string base_url_;
    Duration patience_;
    std::string run_;  // makes keys unique between runs
    std::uint64_t next_key_ = 0;
    platform::http::HttpClient http_;
};

std::string text_at(const boost::json::value& value, std::string_view name);
std::int64_t integer_at(const boost::json::value& value, std::string_view name);

}  // namespace jangteo::boot
