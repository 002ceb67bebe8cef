// jangteo-fuzz-seeds FOLDER: writes the inputs that follow from our own descriptions: one for each
// HTTP body, event, schema and route. Existing files are kept; run it after adding one of these.

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "boot/declared_shop.hpp"
#include "contracts/codec/avro.hpp"
#include "contracts/codec/json.hpp"
#include "runtime/registry.hpp"
#include "tests/fuzz/described.hpp"

namespace jangteo::fuzz {
namespace {

namespace fs = std::filesystem;
using codec::Kind;
using codec::Shape;

constexpr std::size_t text_wanted = 8;
constexpr Timestamp sample_time{1'800'000'000'123'456};

void fill(void* object, const Shape& shape);

void fill_text(std::string& text, const Shape& shape) {
    switch (shape.kind) {
        case Kind::email: text = "kim@example.com"; return;
        case Kind::url: text = "https://example.com/a.png"; return;
        case Kind::binary: text = std::string("\x00\xff", 2); return;
        default: break;
    }
    auto size = std::max(static_cast<std::size_t>(shape.min),
                         std::min(static_cast<std::size_t>(shape.max), text_wanted));
    text = std::string(size, 'a');
}

void fill(void* object, const Shape& shape) {
    switch (shape.kind) {
        case Kind::boolean: *static_cast<bool*>(object) = true; return;
        case Kind::integer:
            *static_cast<std::int64_t*>(object) = std::clamp<std::int64_t>(2, shape.min, shape.max);
            return;
        case Kind::text:
        case Kind::email:
        case Kind::url:
        case Kind::binary: return fill_text(*static_cast<std::string*>(object), shape);
        case Kind::enumeration: return shape.set_index(object, shape.names.size() - 1);
        case Kind::id: *static_cast<Uuid*>(object) = Uuid{1, 2, 3}; return;
        case Kind::money: *static_cast<Money*>(object) = won(12'000); return;
        case Kind::timestamp: *static_cast<Timestamp*>(object) = sample_time; return;
        case Kind::optional: return fill(shape.engage(object), *shape.element);
        case Kind::list:
            for (std::int64_t i = 0; i < std::max<std::int64_t>(shape.min, 1); ++i) {
                fill(shape.append(object), *shape.element);
            }
            return;
        case Kind::map:
            *static_cast<std::map<std::string, std::string>*>(object) = {{"origin", "KR"}};
            return;
        case Kind::object:
            for (const auto& field : shape.fields) {
                fill(static_cast<char*>(object) + field.offset, *field.shape);
            }
            return;
    }
}

class Folder {
  public:
    Folder(const fs::path& corpus, std::string_view target) : path_(corpus / target) {
        fs::create_directories(path_);
    }

    void write(std::string_view name, std::string_view input) const {
        fs::path file = path_ / name;
        if (fs::exists(file)) return;
        std::ofstream(file, std::ios::binary) << input;
    }

  private:
    fs::path path_;
};

// The sample's ids name nothing; a call asks for what the shop has.
std::string with_placeholders(const std::string& json) {
    static const std::regex id(R"re("([a-z_]*_id)":"[^"]*")re");
    return std::regex_replace(json, id, "\"$1\":\"{$1}\"");
}

std::string body_of(const runtime::Route& route) {
    if (!route.body) return "";
    auto object = route.make_body();
    fill(object.get(), *route.body);
    return with_placeholders(codec::encode_json(object.get(), *route.body));
}

std::string call_of(const runtime::Route& route) {
    const auto& info = route.info;
    std::string target(info.path);
    for (std::size_t i = 0; i < info.query.size(); ++i) {
        target += fmt::format("{}{}=2", i == 0 ? '?' : '&', info.query[i].name);
    }
    std::string call =
        fmt::format("{} {} HTTP/1.1\r\nHost: shop\r\n", runtime::text_of(info.method), target);
    if (info.roles != runtime::anyone) {
        bool is_buyers = (info.roles & runtime::bit(runtime::Role::customer)) != 0;
        bool is_sellers = (info.roles & runtime::sellers) != 0;
        std::string_view who = is_buyers ? "buyer" : is_sellers ? "seller" : "operator";
        call += fmt::format("Authorization: Bearer {{{}}}\r\n", who);
    }
    if (info.key != runtime::KeyPolicy::none) call += "Idempotency-Key: k1\r\n";
    if (info.waits) call += "Prefer: wait=1\r\n";
    std::string body = body_of(route);
    if (!body.empty()) call += "Content-Type: application/json\r\n";
    if (body.empty()) return call + "\r\n";
    // Names are put in before the request is read: the target mends the length.
    return call + fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

void write_all(const fs::path& corpus) {
    Folder bodies(corpus, "json_bodies");
    for (const Described& body : described_bodies()) {
        auto object = body.make();
        fill(object.get(), *body.shape);
        bodies.write(body.shape->name, fmt::format("{}\n{}", body.shape->name,
                                                   codec::encode_json(object.get(), *body.shape)));
    }
    Folder events(corpus, "avro_events");
    Folder schemas(corpus, "avro_schemas");
    for (const Described& event : described_events()) {
        auto object = event.make();
        fill(object.get(), *event.shape);
        std::string bytes;
        codec::encode_avro(object.get(), *event.shape, bytes);
        events.write(event.shape->name, fmt::format("{}\n{}", event.shape->name, bytes));
        schemas.write(event.shape->name,
                      fmt::format("{}\n{}\n{}", event.shape->name,
                                  codec::avro_schema(*event.shape, "jangteo"), bytes));
    }
    Folder calls(corpus, "http_calls");
    for (const auto& route : boot::declared_registry().routes.all()) {
        if (route->info.path.starts_with("/v1/")) calls.write(route->info.name, call_of(*route));
    }
}

}  // namespace
}  // namespace jangteo::fuzz

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: jangteo-fuzz-seeds FOLDER\n");
        return 2;
    }
    jangteo::fuzz::write_all(argv[1]);
}
