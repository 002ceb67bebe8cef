#include "member/in/http_addresses.hpp"

#include "contracts/member/addresses.hpp"
#include "runtime/page.hpp"

namespace jangteo::member {

using contracts::AddAddressBody;
using contracts::AddressAnswer;
using contracts::ChangeAddressBody;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Refusal<AddAddressRejection> add_refusals[] = {
    {AddAddressRejection::too_many_addresses,
     422,
     {"배송지는 20개까지 저장할 수 있습니다.", "At most 20 addresses can be kept."}},
};

constexpr Refusal<ChangeAddressRejection> change_refusals[] = {
    {ChangeAddressRejection::unknown_address,
     404,
     {"그런 배송지가 없습니다.", "There is no such address."}},
    {ChangeAddressRejection::version_mismatch,
     412,
     {"그사이에 바뀌었습니다. 다시 읽고 시도하세요.",
      "It was changed meanwhile. Read it again and retry."}},
    {ChangeAddressRejection::default_needed,
     422,
     {"기본 배송지는 다른 배송지를 기본으로 정해 바꾸세요.",
      "Make another address the default instead."}},
};

constexpr Refusal<RemoveAddressRejection> remove_refusals[] = {
    {RemoveAddressRejection::unknown_address,
     404,
     {"그런 배송지가 없습니다.", "There is no such address."}},
};

AddressAnswer address_answer(const AddressBook& book, const Address& address) {
    return {address.id,          address.label,   address.name, address.phone,
            address.postal_code, address.address, address.note, address.id == book.default_id,
            address.version};
}

template <class Text>
std::optional<std::string> text_of(const std::optional<Text>& field) {
    if (!field) return std::nullopt;
    return field->value;
}

Address address_of(const AddAddressBody& body) {
    Address address;
    address.label = text_of(body.label).value_or("");
    address.name = body.name.value;
    address.phone = body.phone.value;
    address.postal_code = body.postal_code.value;
    address.address = body.address.value;
    address.note = text_of(body.note).value_or("");
    return address;
}

AddressChange change_of(const ChangeAddressBody& body) {
    return {.label = text_of(body.label),
            .name = text_of(body.name),
            .phone = text_of(body.phone),
            .postal_code = text_of(body.postal_code),
            .address = text_of(body.address),
            .note = text_of(body.note),
            .is_default = body.is_default};
}

}  // namespace

void HttpAddresses::declare(runtime::Routes& routes) {
    declare_reads(routes);
    declare_changes(routes);
}

void HttpAddresses::declare_reads(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/members/me/addresses",
                  .name = "list_addresses",
                  .summary = "Your addresses, all on one page, oldest first",
                  .answer = &codec::shape_of<runtime::Page<AddressAnswer>>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     AddressBook book = ports_.address_books.of_member(db, call.principal.member);
                     runtime::Page<AddressAnswer> page;
                     for (const Address& address : book.addresses) {
                         page.data.push_back(address_answer(book, address));
                     }
                     return runtime::answer(page);
                 });
    routes.query({.method = Method::get,
                  .path = "/v1/members/me/addresses/{address_id}",
                  .name = "show_address",
                  .summary = "One of your addresses",
                  .answer = &codec::shape_of<AddressAnswer>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     AddressBook book = ports_.address_books.of_member(db, call.principal.member);
                     const Address* address = book.find(call.path_id<AddressId>("address_id"));
                     if (!address) return runtime::not_found(call);
                     return runtime::answer(address_answer(book, *address));
                 });
}

void HttpAddresses::declare_changes(runtime::Routes& routes) {
    auto add = [this](Transaction& tx, const Call& call, const AddAddressBody& body) -> HttpAnswer {
        AddAddress command{.member_id = call.principal.member,
                           .address = address_of(body),
                           .as_default = body.is_default == true ? AsDefault::yes : AsDefault::no};
        auto added = change_.handle(tx, command);
        if (!added) return runtime::refuse(call, add_refusals, added.error());
        return runtime::answer(address_answer(added->book, *added->book.find(added->id)), 201);
    };
    auto change = [this](Transaction& tx, const Call& call,
                         const ChangeAddressBody& body) -> HttpAnswer {
        ChangeAddress command{.member_id = call.principal.member,
                              .address_id = call.path_id<AddressId>("address_id"),
                              .change = change_of(body),
                              .wanted_version = call.if_match};
        auto changed = change_.handle(tx, command);
        if (!changed) return runtime::refuse(call, change_refusals, changed.error());
        return runtime::answer(address_answer(changed->book, *changed->book.find(changed->id)));
    };
    auto remove = [this](Transaction& tx, const Call& call) -> HttpAnswer {
        auto removed = change_.handle(
            tx, RemoveAddress{call.principal.member, call.path_id<AddressId>("address_id")});
        if (!removed) return runtime::refuse(call, remove_refusals, removed.error());
        return runtime::no_content();
    };
    routes.command<AddAddressBody>({.method = Method::post,
                                    .path = "/v1/members/me/addresses",
                                    .name = "add_address",
                                    .summary = "Keep an address; the first becomes the default",
                                    .key = runtime::KeyPolicy::optional,
                                    .success = 201,
                                    .answer = &codec::shape_of<AddressAnswer>(),
                                    .refusals = {"too_many_addresses"}},
                                   add);
    routes.command<ChangeAddressBody>(
        {.method = Method::patch,
         .path = "/v1/members/me/addresses/{address_id}",
         .name = "change_address",
         .summary = "Change an address or make it the default",
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<AddressAnswer>(),
         .refusals = {"unknown_address", "version_mismatch", "default_needed"}},
        change);
    routes.command({.method = Method::del,
                    .path = "/v1/members/me/addresses/{address_id}",
                    .name = "remove_address",
                    .summary = "Forget an address",
                    .success = 204,
                    .refusals = {"unknown_address"}},
                   remove);
}

}  // namespace jangteo::member
