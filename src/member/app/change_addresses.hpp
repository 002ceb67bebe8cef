#pragma once

// The three use cases of the address book: add, change, remove.

#include <expected>

#include "member/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

struct AddAddress {
    MemberId member_id;
    Address address;  // its id and version are made here
    AsDefault as_default = AsDefault::no;
};

struct ChangeAddress {
    MemberId member_id;
    AddressId address_id;
    AddressChange change;
    std::optional<std::int64_t> wanted_version;
};

struct RemoveAddress {
    MemberId member_id;
    AddressId address_id;
};

// An address and the book it stands in.
struct BookedAddress {
    AddressBook book;
    AddressId id;
};

class ChangeAddressesHandler {
  public:
    explicit ChangeAddressesHandler(const MemberPorts& ports) : ports_(ports) {}

    std::expected<BookedAddress, AddAddressRejection> handle(runtime::Transaction& tx,
                                                             const AddAddress& command);
    std::expected<BookedAddress, ChangeAddressRejection> handle(runtime::Transaction& tx,
                                                                const ChangeAddress& command);
    std::expected<void, RemoveAddressRejection> handle(runtime::Transaction& tx,
                                                       const RemoveAddress& command);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
