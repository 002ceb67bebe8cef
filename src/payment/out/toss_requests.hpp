#pragma once

// The calls of the Toss Payments API, https://docs.tosspayments.com/reference, as HTTP requests.
// Pure.

#include <string>
#include <string_view>

#include "platform/http/client.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

// What an effect asks for. Every POST carries the effect's idempotency key.
platform::http::ClientRequest toss_request(const runtime::Effect& effect);

// `Authorization` for a secret key: Basic, with an empty password.
std::string toss_authorization(std::string_view secret_key);

// How many decimals an amount has on the wire.
int decimals_of(Currency currency);

}  // namespace jangteo::payment
