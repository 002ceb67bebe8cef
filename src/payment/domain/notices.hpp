#pragma once

// Notices: what anybody may post as the provider's webhook. They are never believed: all that a
// notice can do is make us ask. Asking is bounded to one question at a time per payment, however
// many notices arrive.

#include "payment/domain/decision.hpp"

namespace jangteo::payment {

// What a notice says of a payment; nothing of it is taken over.
struct Notice {
    ProviderStatus status = ProviderStatus::unrecognised;
    bool is_deposit = false;  // a deposit callback: it must carry the secret
    std::string secret;
};

enum class NoticeEffect {
    asked,
    joined,         // a question is out; another follows it
    tells_nothing,  // it claims what we know already, or our own call will say
    wrong_secret,
};
BOOST_DESCRIBE_ENUM(NoticeEffect, asked, joined, tells_nothing, wrong_secret)

struct NoticeDecision {
    NoticeEffect effect = NoticeEffect::tells_nothing;
    Decision decision = Decision::nothing();
};

NoticeDecision take_notice(Payment& payment, const Notice& notice);

// The answer to a question that a notice, or a due date, made us ask.
Decision take_notice_answer(Payment& payment, const ProviderAnswer& answer, const Moment& moment);

// A virtual account's due date has passed, and the provider says nothing by itself.
Decision check_deposit_due(Payment& payment, Timestamp now);

// Compares without telling by its duration how much was right.
bool is_equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace jangteo::payment
