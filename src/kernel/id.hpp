#pragma once

// Id<Kind>: a TypeID (https://github.com/jetify-com/typeid, v0.3): a prefix and a UUIDv7 (RFC 9562)
// in 26 characters of base32. One C++ type each; no conversion between them. 16 bytes inside,
// big-endian, so that byte order is time order. Made by `runtime::Ids`, never here.

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jangteo {

using Uuid = std::array<std::uint8_t, 16>;

// 26 characters of Crockford base32, lower case.
std::string base32_of(const Uuid& uuid);
void append_base32(const Uuid& uuid, std::string& out);
std::optional<Uuid> uuid_of_base32(std::string_view text);

// The 48-bit Unix time in milliseconds in front of a UUIDv7.
std::int64_t unix_ms_of(const Uuid& uuid);
// The first eight bytes as a number, big-endian: the time, and the place within its millisecond.
// Different for all ids that one maker has made (runtime/clock.hpp), and in their order.
std::int64_t head_of(const Uuid& uuid);
void set_unix_ms(Uuid& uuid, std::int64_t ms);

template <class Kind>
class Id {
  public:
    static constexpr std::string_view prefix = Kind::prefix;

    constexpr Id() = default;
    constexpr explicit Id(const Uuid& uuid) : uuid_(uuid) {}

    static std::optional<Id> parse(std::string_view text) {
        if (text.size() != prefix.size() + 27 || !text.starts_with(prefix) ||
            text[prefix.size()] != '_') {
            return std::nullopt;
        }
        auto uuid = uuid_of_base32(text.substr(prefix.size() + 1));
        if (!uuid) return std::nullopt;
        return Id(*uuid);
    }

    std::string text() const { return std::string(prefix) + "_" + base32_of(uuid_); }
    constexpr const Uuid& uuid() const { return uuid_; }
    std::string_view bytes() const {
        return {reinterpret_cast<const char*>(uuid_.data()), uuid_.size()};
    }
    std::int64_t head() const { return head_of(uuid_); }
    constexpr bool is_nil() const { return uuid_ == Uuid{}; }

    // Bytes as a store returns them; anything but 16 bytes gives the nil id.
    static Id from_bytes(std::string_view bytes) {
        Uuid uuid{};
        if (bytes.size() == uuid.size()) std::memcpy(uuid.data(), bytes.data(), uuid.size());
        return Id(uuid);
    }

    auto operator<=>(const Id&) const = default;
    // The default compares through a call of memcmp, at every step of every look-up.
    bool operator==(const Id& other) const {
        return std::memcmp(uuid_.data(), other.uuid_.data(), uuid_.size()) == 0;
    }

  private:
    Uuid uuid_{};
};

#define JANGTEO_ID(name, text)                           \
    struct name##Kind {                                  \
        static constexpr std::string_view prefix = text; \
    };                                                   \
    using name = Id<name##Kind>

JANGTEO_ID(MemberId, "mem");
JANGTEO_ID(AddressId, "adr");
JANGTEO_ID(SessionId, "ses");
JANGTEO_ID(SellerAccountId, "sel");
JANGTEO_ID(EnterpriseId, "ent");
JANGTEO_ID(ProductId, "prd");
JANGTEO_ID(SkuId, "sku");
JANGTEO_ID(CategoryId, "cat");
JANGTEO_ID(CartId, "crt");
JANGTEO_ID(OrderId, "ord");
JANGTEO_ID(CancellationId, "ccl");
JANGTEO_ID(PaymentId, "pay");
JANGTEO_ID(PaymentMethodId, "pmt");
JANGTEO_ID(RefundId, "rfd");
JANGTEO_ID(ShipmentId, "shp");
JANGTEO_ID(ReservationId, "rsv");
JANGTEO_ID(MovementId, "mov");
JANGTEO_ID(EventId, "evt");
JANGTEO_ID(EffectId, "eff");
JANGTEO_ID(DeadLetterId, "dlq");

#undef JANGTEO_ID

}  // namespace jangteo

template <class Kind>
struct std::hash<jangteo::Id<Kind>> {
    std::size_t operator()(const jangteo::Id<Kind>& id) const noexcept {
        // The last eight bytes of a UUIDv7 are random.
        std::uint64_t tail;
        std::memcpy(&tail, id.uuid().data() + 8, sizeof tail);
        return tail;
    }
};
