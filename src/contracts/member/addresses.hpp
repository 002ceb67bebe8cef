#pragma once

// /v1/members/me/addresses: where parcels go.

#include <boost/describe.hpp>

#include <optional>
#include <string>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"

namespace jangteo::contracts {

struct AddAddressBody {
    std::optional<Text<1, 50>> label;
    Text<1, 100> name;
    Text<1, 30> phone;
    Text<1, 20> postal_code;
    Text<1, 300> address;
    std::optional<Text<0, 200>> note;
    std::optional<bool> is_default;
};
BOOST_DESCRIBE_STRUCT(AddAddressBody, (),
                      (label, name, phone, postal_code, address, note, is_default))

struct ChangeAddressBody {
    std::optional<Text<0, 50>> label;
    std::optional<Text<1, 100>> name;
    std::optional<Text<1, 30>> phone;
    std::optional<Text<1, 20>> postal_code;
    std::optional<Text<1, 300>> address;
    std::optional<Text<0, 200>> note;
    std::optional<bool> is_default;
};
BOOST_DESCRIBE_STRUCT(ChangeAddressBody, (),
                      (label, name, phone, postal_code, address, note, is_default))

struct AddressAnswer {
    AddressId id;
    std::string label;
    std::string name;
    std::string phone;
    std::string postal_code;
    std::string address;
    std::string note;
    bool is_default = false;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AddressAnswer, (),
                      (id, label, name, phone, postal_code, address, note, is_default, version))

}  // namespace jangteo::contracts
