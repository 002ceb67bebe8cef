#include "member/app/change_addresses.hpp"

namespace jangteo::member {

std::expected<BookedAddress, AddAddressRejection> ChangeAddressesHandler::handle(
    runtime::Transaction& tx, const AddAddress& command) {
    AddressBook book = ports_.address_books.of_member(tx.db(), command.member_id);
    Address address = command.address;
    address.id = tx.next_id<AddressId>();
    AddressId id = address.id;
    if (auto added = add_address(book, std::move(address), command.as_default); !added) {
        return std::unexpected(added.error());
    }
    ports_.address_books.save(tx.db(), book);
    return BookedAddress{std::move(book), id};
}

std::expected<BookedAddress, ChangeAddressRejection> ChangeAddressesHandler::handle(
    runtime::Transaction& tx, const ChangeAddress& command) {
    AddressBook book = ports_.address_books.of_member(tx.db(), command.member_id);
    auto changed = change_address(book, command.address_id, command.change, command.wanted_version);
    if (!changed) return std::unexpected(changed.error());
    ports_.address_books.save(tx.db(), book);
    return BookedAddress{std::move(book), command.address_id};
}

std::expected<void, RemoveAddressRejection> ChangeAddressesHandler::handle(
    runtime::Transaction& tx, const RemoveAddress& command) {
    AddressBook book = ports_.address_books.of_member(tx.db(), command.member_id);
    if (auto removed = remove_address(book, command.address_id); !removed) return removed;
    ports_.address_books.save(tx.db(), book);
    return {};
}

}  // namespace jangteo::member
