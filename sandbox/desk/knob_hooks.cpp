#include "sandbox/desk/knob_hooks.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/parameters.hpp"

namespace jangteo::sandbox {

namespace {

constexpr std::int64_t page_first = 100;
constexpr std::int64_t page_max = 1000;

}  // namespace

Reply json_reply(int status, std::string body) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    return reply;
}

Reply add_knob(Knobs& knobs, const Body& body) {
    const auto added = body.is_object() ? knobs.add(body.value())
                                        : std::unexpected(std::string("a knob is a JSON object"));
    if (added) return json_reply(201, boost::json::serialize(knobs.list()));
    std::string problem;
    JsonText(problem).open().text("message", added.error()).close();
    return json_reply(400, std::move(problem));
}

Reply list_knobs(const Knobs& knobs) {
    return json_reply(200, boost::json::serialize(knobs.list()));
}

Reply remove_knobs(Knobs& knobs, std::string_view query) {
    std::string subject;
    for (const std::string_view name : {"orderId", "paymentKey", "reference", "trackingNumber"}) {
        if (subject.empty()) subject = parameter_in(query, name);
    }
    const std::size_t removed = knobs.remove(parameter_in(query, "operation"), subject);
    std::string body;
    JsonText(body).open().number("removed", removed).close();
    return json_reply(200, std::move(body));
}

std::int64_t limit_in(std::string_view query) {
    const std::string text = parameter_in(query, "limit");
    std::int64_t limit = page_first;
    std::from_chars(text.data(), text.data() + text.size(), limit);
    return std::clamp<std::int64_t>(limit, 1, page_max);
}

}  // namespace jangteo::sandbox
