#include "tests/support/everything.hpp"

namespace jangteo::testing {
namespace {

using rc::Gen;
namespace gen = rc::gen;

void append_utf8(std::uint32_t c, std::string& out) {
    auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    auto put_rest = [&](int shift) { put(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0 | (c >> 6));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put_rest(6);
    } else {
        put(0xF0 | (c >> 18));
        put_rest(12);
        put_rest(6);
    }
    put_rest(0);
}

Gen<std::uint32_t> gen_code_point() {
    return gen::oneOf(
        gen::inRange<std::uint32_t>(0x20, 0x7F), gen::inRange<std::uint32_t>(0xA0, 0xD800),
        gen::inRange<std::uint32_t>(0xE000, 0x110000),
        gen::element<std::uint32_t>('\n', '\t', '"', '\\', '/', 0x7FF, 0x800, 0xFFFF, 0x10FFFF));
}

template <class T>
Gen<T> gen_id() {
    return gen::map<Uuid>([](const Uuid& uuid) { return T(uuid); });
}

template <class T>
Gen<std::optional<T>> gen_optional(Gen<T> inner) {
    return gen::oneOf(gen::just(std::optional<T>()), gen::map(std::move(inner), [](T value) {
                          return std::optional<T>(std::move(value));
                      }));
}

Gen<std::int64_t> gen_any_integer() {
    return gen::oneOf(gen::arbitrary<std::int64_t>(), gen::inRange<std::int64_t>(-200, 200),
                      gen::element(std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max()));
}

Gen<Timestamp> gen_time() {
    return gen::map(gen::inRange<std::int64_t>(0, latest_timestamp.us + 1),
                    [](std::int64_t us) { return Timestamp{us}; });
}

}  // namespace

std::string utf8_of(const std::vector<std::uint32_t>& code_points) {
    std::string text;
    for (auto c : code_points) append_utf8(c, text);
    return text;
}

Gen<std::string> gen_text(std::size_t code_points_min, std::size_t code_points_max) {
    return gen::mapcat(gen::inRange(code_points_min, code_points_max + 1), [](std::size_t count) {
        return gen::map(gen::container<std::vector<std::uint32_t>>(count, gen_code_point()),
                        utf8_of);
    });
}

Gen<Money> gen_money() {
    return gen::build<Money>(
        gen::set(&Money::amount, gen_any_integer()),
        gen::set(&Money::currency,
                 gen::elementOf(std::vector(currencies.begin(), currencies.end()))));
}

Gen<Item> gen_item() {
    auto quantity = gen::map(gen::inRange<std::int64_t>(1, 1'000'001),
                             [](std::int64_t n) { return Int<1, 1'000'000>(n); });
    return gen::build<Item>(gen::set(&Item::sku, gen_id<SkuId>()),
                            gen::set(&Item::quantity, quantity),
                            gen::set(&Item::price, gen_money()));
}

Gen<Everything> gen_everything() {
    auto colour = gen::element(Colour::red, Colour::green, Colour::blue);
    auto small =
        gen::map(gen::inRange<std::int64_t>(-5, 6), [](std::int64_t n) { return Int<-5, 5>(n); });
    auto title =
        gen::map(gen_text(1, 10), [](std::string text) { return Text<1, 10>(std::move(text)); });
    auto items = gen::map(
        gen::mapcat(
            gen::inRange<std::size_t>(1, 4),
            [](std::size_t count) { return gen::container<std::vector<Item>>(count, gen_item()); }),
        [](std::vector<Item> some) { return List<Item, 1, 3>(std::move(some)); });
    return gen::build<Everything>(
        gen::set(&Everything::order_id, gen_id<OrderId>()), gen::set(&Everything::flag),
        gen::set(&Everything::number, gen_any_integer()), gen::set(&Everything::small, small),
        gen::set(&Everything::plain, gen_text(0, 40)), gen::set(&Everything::title, title),
        gen::set(&Everything::colour, colour), gen::set(&Everything::money, gen_money()),
        gen::set(&Everything::time, gen_time()),
        gen::set(&Everything::note, gen_optional(gen_text(0, 9))),
        gen::set(&Everything::second_colour, gen_optional(colour)),
        gen::set(&Everything::gift, gen_optional(gen_item())),
        gen::set(&Everything::item, gen_item()),
        gen::set(&Everything::numbers,
                 gen::container<std::vector<std::int64_t>>(gen_any_integer())),
        gen::set(&Everything::notes, gen::container<std::vector<std::optional<std::string>>>(
                                         gen_optional(gen_text(0, 9)))),
        gen::set(&Everything::items, items),
        gen::set(&Everything::labels, gen::container<std::map<std::string, std::string>>(
                                          gen_text(0, 9), gen_text(0, 9))));
}

}  // namespace jangteo::testing
