#pragma once

#include <expected>

#include "member/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

enum class RegisterMemberRejection { email_taken };
BOOST_DESCRIBE_ENUM(RegisterMemberRejection, email_taken)

enum class Grant { nothing, operator_rights };

struct RegisterMember {
    std::string email;  // lower case
    std::string name;
    std::optional<std::string> phone;
    std::string password_hash;  // empty: no password
    Grant grant = Grant::nothing;
};

class RegisterMemberHandler {
  public:
    explicit RegisterMemberHandler(const MemberPorts& ports) : ports_(ports) {}

    std::expected<Member, RegisterMemberRejection> handle(runtime::Transaction& tx,
                                                          const RegisterMember& command);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
