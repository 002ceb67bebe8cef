#pragma once

// What the provider says: of one payment, and when it refuses. Its words are turned into these at
// the edge (out/), so that decisions are made on few and plain values.

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/timestamp.hpp"

namespace jangteo::payment {

enum class ProviderStatus {
    ready,
    in_progress,  // the buyer has authenticated; nobody has confirmed
    waiting_for_deposit,
    done,
    canceled,
    partial_canceled,
    aborted,
    expired,
    unrecognised,  // a word that this version does not know
};
BOOST_DESCRIBE_ENUM(ProviderStatus, ready, in_progress, waiting_for_deposit, done, canceled,
                    partial_canceled, aborted, expired, unrecognised)

struct VirtualAccount {
    std::string bank_code;
    std::string account_number;
    std::string holder_name;
    Timestamp due;
    bool is_expired = false;
};
BOOST_DESCRIBE_STRUCT(VirtualAccount, (), (bank_code, account_number, holder_name, due, is_expired))

struct ProviderPayment {
    std::string payment_key;
    std::string order_id;  // the text that we gave it
    ProviderStatus status = ProviderStatus::unrecognised;
    std::string method;
    std::string currency;
    std::int64_t total = 0;    // minor units
    std::int64_t balance = 0;  // minor units that can still be given back
    std::string secret;        // what its deposit notices must carry
    std::string transaction_key;
    std::string failure_code;
    Timestamp approved_at;
    std::optional<VirtualAccount> virtual_account;
};
BOOST_DESCRIBE_STRUCT(ProviderPayment, (),
                      (payment_key, order_id, status, method, currency, total, balance, secret,
                       transaction_key, failure_code, approved_at, virtual_account))

// What a refusal means for us, whatever its HTTP status: PROVIDER_ERROR is 400 and passes, REJECT_*
// is 403 and final.
enum class RefusalClass {
    transient,  // an error that was answered: its idempotency key is spent, another try may succeed
    in_flight,  // the same request is being worked on
    already_done,   // or the balance is not what we thought: the payment itself must be looked at
    buyer,          // the card, the account, a limit
    expired,        // there is no such payment, or no longer
    configuration,  // our key or contract: nothing works until somebody acts
    final,          // any other no
};
BOOST_DESCRIBE_ENUM(RefusalClass, transient, in_flight, already_done, buyer, expired, configuration,
                    final)

RefusalClass class_of_refusal(std::string_view code);

enum class AnswerKind { done, refused, unknown };
BOOST_DESCRIBE_ENUM(AnswerKind, done, refused, unknown)

// The end of one call to the provider.
struct ProviderAnswer {
    AnswerKind kind = AnswerKind::unknown;
    std::string code;         // refused: the provider's; unknown: what failed
    ProviderPayment payment;  // done
};

}  // namespace jangteo::payment
