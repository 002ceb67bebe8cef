#include "sandbox/desk/knobs.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace jangteo::sandbox {

namespace json = boost::json;

namespace {

constexpr std::size_t knobs_max = 100'000;
constexpr std::int64_t delay_ms_max = 600'000;

using Problem = std::string;
using Read = void (*)(Knob&, const json::value&);

std::int64_t whole(const json::value& value, std::int64_t min, std::int64_t max) {
    const std::int64_t number = value.as_int64();
    if (number < min || number > max) {
        throw std::out_of_range("must be " + std::to_string(min) + " to " + std::to_string(max));
    }
    return number;
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

// `true` means the status that a broken gateway gives.
std::int64_t status(const json::value& value) {
    if (value.is_bool()) return value.as_bool() ? 500 : 0;
    return whole(value, 400, 599);
}

WebhookKnob webhook(const json::value& value) {
    constexpr std::array<std::pair<std::string_view, WebhookKnob>, 7> names{{
        {"as_usual", WebhookKnob::as_usual},
        {"none", WebhookKnob::none},
        {"duplicate", WebhookKnob::duplicate},
        {"late", WebhookKnob::late},
        {"contradictory", WebhookKnob::contradictory},
        {"forged", WebhookKnob::forged},
        {"before_answer", WebhookKnob::before_answer},
    }};
    const std::string name = text(value);
    const auto found = std::ranges::find(names, std::string_view(name),
                                         &std::pair<std::string_view, WebhookKnob>::first);
    if (found == names.end()) {
        throw std::out_of_range(
            "is one of as_usual, none, duplicate, late, contradictory, forged, before_answer");
    }
    return found->second;
}

void subject(Knob& knob, const json::value& value) { knob.subject = text(value); }

const std::map<std::string_view, Read>& readers() {
    static const std::map<std::string_view, Read> all{
        {"operation", [](Knob& k, const json::value& v) { k.operation = text(v); }},
        {"orderId", subject},
        {"paymentKey", subject},
        {"reference", subject},
        {"trackingNumber", subject},
        {"times", [](Knob& k, const json::value& v) { k.times = whole(v, 1, 1'000'000'000); }},
        {"delay_ms",
         [](Knob& k, const json::value& v) { k.delay = milliseconds(whole(v, 0, delay_ms_max)); }},
        {"fail_before", [](Knob& k, const json::value& v) { k.fail_before = status(v); }},
        {"fail_after", [](Knob& k, const json::value& v) { k.fail_after = status(v); }},
        {"cut_before", [](Knob& k, const json::value& v) { k.cut_before = v.as_bool(); }},
        {"cut_after", [](Knob& k, const json::value& v) { k.cut_after = v.as_bool(); }},
        {"wrong_amount",
         [](Knob& k, const json::value& v) { k.wrong_amount = whole(v, 0, 1'000'000'000'000); }},
        {"refuse", [](Knob& k, const json::value& v) { k.refuse = text(v); }},
        {"webhook", [](Knob& k, const json::value& v) { k.webhook = webhook(v); }},
        {"webhook_times",
         [](Knob& k, const json::value& v) { k.webhook_times = whole(v, 1, 100); }},
        {"webhook_late_ms",
         [](Knob& k, const json::value& v) {
             k.webhook_late = milliseconds(whole(v, 0, delay_ms_max));
         }},
        {"calls_per_minute",
         [](Knob& k, const json::value& v) { k.calls_per_minute = whole(v, 0, 1'000'000); }},
    };
    return all;
}

}  // namespace

std::expected<void, std::string> Knobs::add(const json::value& description) {
    if (!description.is_object()) return std::unexpected<Problem>("a knob is a JSON object");
    if (knobs_.size() >= knobs_max) return std::unexpected<Problem>("too many knobs are set");
    Held held;
    for (const auto& [name, value] : description.get_object()) {
        const auto reader = readers().find(std::string_view(name.data(), name.size()));
        if (reader == readers().end()) {
            return std::unexpected<Problem>("there is no knob called " + std::string(name));
        }
        try {
            reader->second(held.knob, value);
        } catch (const std::out_of_range& problem) {
            return std::unexpected<Problem>(std::string(name) + " " + problem.what());
        } catch (const std::exception&) {
            return std::unexpected<Problem>(std::string(name) + " has a value of the wrong type");
        }
    }
    held.description = description.get_object();
    knobs_.push_back(std::move(held));
    return {};
}

std::size_t Knobs::remove(std::string_view operation, std::string_view subject) {
    return std::erase_if(knobs_, [&](const Held& held) {
        return (operation.empty() || held.knob.operation == operation) &&
               (subject.empty() || held.knob.subject == subject);
    });
}

bool Knobs::matches(const Knob& knob, std::string_view operation,
                    std::initializer_list<std::string_view> subjects) {
    if (!knob.operation.empty() && knob.operation != operation) return false;
    return knob.subject.empty() || std::ranges::find(subjects, knob.subject) != subjects.end();
}

Knob Knobs::take(std::string_view operation, std::initializer_list<std::string_view> subjects,
                 Timestamp now) {
    is_over_limit_ = false;
    for (auto held = knobs_.rbegin(); held != knobs_.rend(); ++held) {
        if (!matches(held->knob, operation, subjects)) continue;
        Knob knob = held->knob;
        count_call(*held, now);
        if (held->knob.times && --*held->knob.times == 0) knobs_.erase(std::next(held).base());
        return knob;
    }
    return {};
}

void Knobs::count_call(Held& held, Timestamp now) {
    if (!held.knob.calls_per_minute) return;
    if (now - held.minute_began >= minutes(1)) {
        held.minute_began = now;
        held.calls_in_minute = 0;
    }
    is_over_limit_ = ++held.calls_in_minute > *held.knob.calls_per_minute;
}

json::value Knobs::list() const {
    json::array all;
    for (const Held& held : knobs_) {
        json::object one = held.description;
        if (held.knob.times) one["times"] = *held.knob.times;
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace jangteo::sandbox
