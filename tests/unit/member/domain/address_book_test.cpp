#include "member/domain/address_book.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace jangteo::member {
namespace {

AddressId id_of(std::uint8_t last) {
    Uuid uuid{};
    uuid[15] = last;
    return AddressId(uuid);
}

Address address(std::uint8_t last) {
    Address address;
    address.id = id_of(last);
    address.name = "김하나";
    return address;
}

AddressBook book_of(std::uint8_t count) {
    AddressBook book;
    for (std::uint8_t i = 1; i <= count; ++i)
        EXPECT_TRUE(add_address(book, address(i), AsDefault::no));
    return book;
}

TEST(AddressBook, the_first_address_is_the_default) { EXPECT_EQ(book_of(3).default_id, id_of(1)); }

TEST(AddressBook, refuses_the_twenty_first) {
    AddressBook book = book_of(20);
    EXPECT_EQ(add_address(book, address(21), AsDefault::yes).error(),
              AddAddressRejection::too_many_addresses);
    EXPECT_EQ(book.default_id, id_of(1));
}

TEST(AddressBook, a_change_sets_only_what_it_names) {
    AddressBook book = book_of(1);
    AddressChange change;
    change.phone = "010-2";
    EXPECT_TRUE(change_address(book, id_of(1), change, 1));
    EXPECT_EQ(book.find(id_of(1))->phone, "010-2");
    EXPECT_EQ(book.find(id_of(1))->name, "김하나");
    EXPECT_EQ(book.find(id_of(1))->version, 2);
}

TEST(AddressBook, refuses_a_change_of_another_version) {
    AddressBook book = book_of(1);
    EXPECT_EQ(change_address(book, id_of(1), {}, 2).error(),
              ChangeAddressRejection::version_mismatch);
}

TEST(AddressBook, the_default_moves_and_is_not_taken_away) {
    AddressBook book = book_of(2);
    AddressChange change;
    change.is_default = false;
    EXPECT_EQ(change_address(book, id_of(1), change, {}).error(),
              ChangeAddressRejection::default_needed);
    EXPECT_TRUE(change_address(book, id_of(2), change, {}));
    change.is_default = true;
    EXPECT_TRUE(change_address(book, id_of(2), change, {}));
    EXPECT_EQ(book.default_id, id_of(2));
}

TEST(AddressBook, knows_nothing_of_other_addresses) {
    AddressBook book = book_of(1);
    EXPECT_EQ(change_address(book, id_of(9), {}, {}).error(),
              ChangeAddressRejection::unknown_address);
    EXPECT_EQ(remove_address(book, id_of(9)).error(), RemoveAddressRejection::unknown_address);
}

RC_GTEST_PROP(AddressBook, always_has_one_default_while_it_has_an_address, ()) {
    AddressBook book;
    auto steps =
        *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::inRange<std::uint8_t>(0, 90));
    for (std::uint8_t step : steps) {
        auto which = static_cast<std::uint8_t>(step % 30);
        bool known = book.find(id_of(which)) != nullptr;
        if (known) (void)remove_address(book, id_of(which));
        if (!known)
            (void)add_address(book, address(which), step > 60 ? AsDefault::yes : AsDefault::no);
        RC_ASSERT(book.addresses.size() <= addresses_max);
        RC_ASSERT(book.addresses.empty() == (book.find(book.default_id) == nullptr));
    }
}

}  // namespace
}  // namespace jangteo::member
