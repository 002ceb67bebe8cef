#include "boot/timeline.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "contracts/codec/shape.hpp"

namespace jangteo::boot {
namespace {

std::string payload_of(const runtime::Event& event, const runtime::Registry& registry) {
    auto type = registry.event_types().find(event.type);
    return type == registry.event_types().end() ? "" : type->second.to_json(event.payload);
}

std::string_view words_of(runtime::NoteKind kind) {
    switch (kind) {
        case runtime::NoteKind::effect_requested: return "asks   ";
        case runtime::NoteKind::effect_done: return "answer ";
        case runtime::NoteKind::timer_set: return "timer  ";
        case runtime::NoteKind::timer_cancelled: return "timer  ";
        case runtime::NoteKind::timer_fired: return "timer  ";
        case runtime::NoteKind::parked: return "parked ";
        case runtime::NoteKind::dead_lettered: return "dead   ";
        case runtime::NoteKind::republished: return "again  ";
    }
    return "";
}

std::string note_text(const runtime::Note& note) {
    std::string what = note.name;
    if (note.kind == runtime::NoteKind::timer_cancelled) what += " cancelled";
    if (note.kind == runtime::NoteKind::timer_fired) what += " fired";
    if (note.kind == runtime::NoteKind::timer_set) what += " set for";
    return what + (note.detail.empty() ? "" : " " + note.detail);
}

}  // namespace

std::string timeline_text(const std::vector<runtime::StoredRecord>& records,
                          const runtime::Registry& registry, bool with_payloads) {
    std::string out;
    auto back = std::back_inserter(out);
    Timestamp first = records.empty() ? Timestamp{} : records.front().record.time;
    for (const auto& stored : records) {
        fmt::format_to(back, "{} +{:>9.3f} s  {}\n", to_rfc3339(stored.record.time).substr(11, 12),
                       (stored.record.time - first).seconds(), stored.record.cause);
        for (const runtime::Event& event : stored.record.events) {
            fmt::format_to(back, "                            event   {}{}\n", event.type,
                           with_payloads ? " " + payload_of(event, registry) : "");
        }
        for (const runtime::Note& note : stored.record.notes) {
            fmt::format_to(back, "                            {} {}\n", words_of(note.kind),
                           note_text(note));
        }
    }
    return out;
}

std::string timeline_json(const std::vector<runtime::StoredRecord>& records,
                          const runtime::Registry& registry) {
    namespace json = boost::json;
    json::array entries;
    for (const auto& stored : records) {
        json::array events;
        for (const runtime::Event& event : stored.record.events) {
            boost::system::error_code error;
            json::value payload = json::parse(payload_of(event, registry), error);
            events.push_back(
                json::object{{"type", event.type}, {"id", event.id.text()}, {"payload", payload}});
        }
        json::array notes;
        for (const runtime::Note& note : stored.record.notes) {
            notes.push_back(json::object{{"kind", codec::text_of_enum(note.kind)},
                                         {"name", note.name},
                                         {"detail", note.detail}});
        }
        entries.push_back(json::object{{"position", stored.position},
                                       {"at", to_rfc3339(stored.record.time)},
                                       {"cause", stored.record.cause},
                                       {"trace", stored.record.trace},
                                       {"events", std::move(events)},
                                       {"notes", std::move(notes)}});
    }
    return json::serialize(entries);
}

}  // namespace jangteo::boot
