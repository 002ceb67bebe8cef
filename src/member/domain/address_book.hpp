#pragma once

// AddressBook: where a member's parcels go. At most twenty addresses; as soon as there is one,
// exactly one of them is the default.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "kernel/id.hpp"

namespace jangteo::member {

inline constexpr std::size_t addresses_max = 20;

struct Address {
    AddressId id;
    std::int64_t version = 0;
    std::string label;  // what the member calls it
    std::string name;   // who receives
    std::string phone;
    std::string postal_code;
    std::string address;
    std::string note;  // for the carrier

    bool operator==(const Address&) const = default;
};
BOOST_DESCRIBE_STRUCT(Address, (), (id, version, label, name, phone, postal_code, address, note))

struct AddressBook {
    MemberId id;
    std::int64_t version = 0;
    AddressId default_id;
    std::vector<Address> addresses;  // oldest first

    const Address* find(AddressId address) const;
};
BOOST_DESCRIBE_STRUCT(AddressBook, (), (id, default_id, addresses))

enum class AsDefault { no, yes };

enum class AddAddressRejection { too_many_addresses };
BOOST_DESCRIBE_ENUM(AddAddressRejection, too_many_addresses)

std::expected<void, AddAddressRejection> add_address(AddressBook& book, Address address,
                                                     AsDefault as_default);

enum class ChangeAddressRejection { unknown_address, version_mismatch, default_needed };
BOOST_DESCRIBE_ENUM(ChangeAddressRejection, unknown_address, version_mismatch, default_needed)

// An empty field stays as it is.
struct AddressChange {
    std::optional<std::string> label;
    std::optional<std::string> name;
    std::optional<std::string> phone;
    std::optional<std::string> postal_code;
    std::optional<std::string> address;
    std::optional<std::string> note;
    std::optional<bool> is_default;
};

// The default can be moved to an address, not taken away from it.
std::expected<void, ChangeAddressRejection> change_address(
    AddressBook& book, AddressId id, const AddressChange& change,
    std::optional<std::int64_t> wanted_version);

enum class RemoveAddressRejection { unknown_address };
BOOST_DESCRIBE_ENUM(RemoveAddressRejection, unknown_address)

// Without its default the book falls back to the oldest address.
std::expected<void, RemoveAddressRejection> remove_address(AddressBook& book, AddressId id);

}  // namespace jangteo::member
