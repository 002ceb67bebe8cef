#include "member/domain/address_book.hpp"

#include <algorithm>

namespace jangteo::member {

const Address* AddressBook::find(AddressId address) const {
    auto found = std::ranges::find(addresses, address, &Address::id);
    return found == addresses.end() ? nullptr : &*found;
}

std::expected<void, AddAddressRejection> add_address(AddressBook& book, Address address,
                                                     AsDefault as_default) {
    if (book.addresses.size() >= addresses_max)
        return std::unexpected(AddAddressRejection::too_many_addresses);
    if (book.addresses.empty() || as_default == AsDefault::yes) book.default_id = address.id;
    address.version = 1;
    book.addresses.push_back(std::move(address));
    return {};
}

std::expected<void, ChangeAddressRejection> change_address(
    AddressBook& book, AddressId id, const AddressChange& change,
    std::optional<std::int64_t> wanted_version) {
    auto found = std::ranges::find(book.addresses, id, &Address::id);
    if (found == book.addresses.end())
        return std::unexpected(ChangeAddressRejection::unknown_address);
    if (wanted_version && *wanted_version != found->version) {
        return std::unexpected(ChangeAddressRejection::version_mismatch);
    }
    if (change.is_default == false && book.default_id == id) {
        return std::unexpected(ChangeAddressRejection::default_needed);
    }
    auto set = [](std::string& field, const std::optional<std::string>& value) {
        if (value) field = *value;
    };
    set(found->label, change.label);
    set(found->name, change.name);
    set(found->phone, change.phone);
    set(found->postal_code, change.postal_code);
    set(found->address, change.address);
    set(found->note, change.note);
    if (change.is_default == true) book.default_id = id;
    ++found->version;
    return {};
}

std::expected<void, RemoveAddressRejection> remove_address(AddressBook& book, AddressId id) {
    auto found = std::ranges::find(book.addresses, id, &Address::id);
    if (found == book.addresses.end())
        return std::unexpected(RemoveAddressRejection::unknown_address);
    book.addresses.erase(found);
    if (book.default_id == id)
        book.default_id = book.addresses.empty() ? AddressId{} : book.addresses.front().id;
    return {};
}

}  // namespace jangteo::member
