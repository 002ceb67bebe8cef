#pragma once

// What is wrong with a field, in a sentence for the person who filled it in. The name of the field
// is not part of it: the form, or the pointer beside it, says where.

#include <string>

#include "contracts/codec/json.hpp"
#include "kernel/language.hpp"

namespace jangteo::codec {

std::string message(const FieldError& error, Language language);

}  // namespace jangteo::codec
