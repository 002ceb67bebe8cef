#include "tests/simulation/provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "contracts/codec/shape.hpp"

namespace jangteo::simulation {
namespace {

using payment::ProviderPayment;
using payment::ProviderStatus;
using runtime::Outcome;
using runtime::OutcomeKind;
using Fault = test::ModelProvider::Fault;

constexpr Duration confirmed_within = minutes(30);

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

std::string key_of(const runtime::Effect& effect) {
    if (effect.kind == payment::confirm_effect) {
        return codec::decode_avro<payment::ConfirmCall>(effect.payload)->payment_key;
    }
    return "";
}

// A card may be refused; what is the shop's own right may not.
bool can_meet(std::string_view kind, Fate fate) {
    switch (fate) {
        case Fate::refused:
            return kind == payment::confirm_effect || kind == payment::charge_effect ||
                   kind == payment::issue_effect;
        case Fate::in_flight:
        case Fate::error_after: return kind != payment::look_up_effect;
        case Fate::configuration:
            return kind != payment::issue_effect && kind != payment::remove_effect;
        default: return true;
    }
}

}  // namespace

Provider::Provider(World& world) : wire(world), world_(world) {
    model_.remembers_calls = false;
    model_.on_change = [this](const ProviderPayment& payment) { changed(payment); };
    world.stage.provider.to = [this](const runtime::Effect& effect, OutcomeTaker done) {
        take(effect, std::move(done));
    };
}

void Provider::authenticate(const std::string& payment_key, const OrderId& order,
                            std::int64_t amount) {
    model_.is_virtual_account = payment_key.starts_with(account_prefix);
    model_.authenticate(payment_key, order, amount);
    // Somebody would like to have the goods without paying.
    if (sends_notices && world_.faults.strikes(Trouble::notice_forged)) {
        send_notice(order.text(), "DONE");
    }
    world_.after(confirmed_within, [this, payment_key] { expire(payment_key); });
}

// What nobody has confirmed in time never will be.
void Provider::expire(const std::string& payment_key) {
    auto& payment = model_.at(payment_key);
    if (payment.status == ProviderStatus::in_progress) payment.status = ProviderStatus::expired;
}

// A card is refused before its money is taken, not after; and a key has one answer.
bool Provider::may_refuse(const runtime::Effect& effect) const {
    if (answered_keys_.contains(effect.key)) return false;
    if (effect.kind == payment::issue_effect) return true;
    if (effect.kind == payment::confirm_effect) {
        auto found = model_.payments().find(key_of(effect));
        return found != model_.payments().end() &&
               found->second.status == ProviderStatus::in_progress;
    }
    auto order = codec::decode_avro<payment::ChargeCall>(effect.payload)->order_id;
    return std::ranges::none_of(model_.payments(),
                                [&](const auto& p) { return p.second.order_id == order; });
}

void Provider::deposit(const std::string& payment_key) {
    auto found = model_.payments().find(payment_key);
    if (found == model_.payments().end() ||
        found->second.status != ProviderStatus::waiting_for_deposit)
        return;
    model_.now = world_.now();
    model_.deposit(payment_key);
    send_deposit_notice(model_.at(payment_key), "DONE");
}

void Provider::take(const runtime::Effect& effect, OutcomeTaker done) {
    Wire::Call call;
    call.kind = effect.kind;
    call.apply = [this, effect] { return apply(effect); };
    call.apply_with = [this, effect](Fate fate) { return apply_with(effect, fate); };
    call.allows = [kind = effect.kind](Fate fate) { return can_meet(kind, fate); };
    wire.carry(std::move(call), std::move(done));
}

Outcome Provider::apply(const runtime::Effect& effect) {
    model_.is_virtual_account = key_of(effect).starts_with(account_prefix);
    model_.now = world_.now();
    Outcome outcome;
    answered_keys_.insert(effect.key);
    model_.perform(effect, [&](Outcome answer) { outcome = std::move(answer); });
    if (world_.history.listening()) {
        world_.history.tell(world_.now(), "",
                            fmt::format("provider takes {} key {}: {} {}", effect.kind, effect.key,
                                        codec::text_of_enum(outcome.kind), outcome.code));
    }
    return outcome;
}

Outcome Provider::apply_with(const runtime::Effect& effect, Fate fate) {
    bool is_asking = effect.kind == payment::look_up_effect;
    constexpr std::array<std::string_view, 3> errors = {
        "PROVIDER_ERROR", "FAILED_INTERNAL_SYSTEM_PROCESSING", "UNKNOWN_PAYMENT_ERROR"};
    std::string error(errors[static_cast<std::size_t>(world_.faults.chance().below(3))]);
    switch (fate) {
        case Fate::in_flight: return {OutcomeKind::refused, "IDEMPOTENT_REQUEST_PROCESSING", ""};
        case Fate::configuration: return {OutcomeKind::refused, "UNAUTHORIZED_KEY", ""};
        case Fate::refused:
            if (!may_refuse(effect)) return apply(effect);
            error = "REJECT_CARD_PAYMENT";
            break;
        default: break;
    }
    if (is_asking) return {OutcomeKind::refused, error, ""};
    model_.refusal = error;
    model_.faults = {fate == Fate::error_after ? Fault::fail_after : Fault::refuse};
    return apply(effect);
}

void Provider::changed(const ProviderPayment& payment) {
    if (!sends_notices) return;
    Faults& faults = world_.faults;
    std::string order = payment.order_id;
    std::string status = upper(codec::text_of_enum(payment.status));
    if (faults.strikes(Trouble::notice_forged)) send_notice(order, "DONE");
    if (faults.strikes(Trouble::notice_contradicts)) send_notice(order, "CANCELED");
    if (faults.strikes(Trouble::notice_of_unknown_order)) {
        send_notice(OrderId(Uuid{1, 2, 3}).text(), status);
    }
    if (faults.strikes(Trouble::notice_lost)) return;
    int times = faults.strikes(Trouble::notice_repeated) ? 7 : 1;
    for (int i = 0; i < times; ++i) {
        Duration delay = faults.chance().between({}, milliseconds(200));
        if (faults.strikes(Trouble::notice_late))
            delay = faults.chance().between(seconds(1), hours(2));
        world_.after(delay, [this, order, status] { send_notice(order, status); });
    }
}

void Provider::send_notice(const std::string& order, std::string_view status) {
    post(fmt::format(R"({{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"x",)"
                     R"("data":{{"orderId":"{}","status":"{}"}}}})",
                     order, status));
}

void Provider::send_deposit_notice(const ProviderPayment& about, std::string_view status) {
    post(fmt::format(R"({{"createdAt":"x","secret":"{}","status":"{}",)"
                     R"("transactionKey":"t","orderId":"{}"}})",
                     about.secret, status, about.order_id));
}

// It repeats what nobody has taken, as the real one does, for some time.
void Provider::post(const std::string& body) {
    world_.ask(
        {.method = runtime::Method::post, .path = "/v1/webhooks/toss", .body = body},
        [](const runtime::HttpAnswer&) {}, 8);
}

}  // namespace jangteo::simulation
