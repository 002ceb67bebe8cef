#pragma once

// The part of GraphQL (October 2021) that asking for a parcel needs: one operation, fields with
// aliases, arguments, variables, nested selections; no fragments.
// Views point into the query text.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace jangteo::sandbox::carrier {

struct GraphqlField {
    std::string alias;  // the name, where none is given
    std::string name;
    std::map<std::string, boost::json::value> arguments;  // variables are filled in
    std::vector<GraphqlField> selection;
};

struct GraphqlOperation {
    bool is_mutation = false;
    std::vector<GraphqlField> selection;
};

// The operation, or what is wrong with the text.
std::expected<GraphqlOperation, std::string> parse_graphql(std::string_view query,
                                                           const boost::json::object& variables);

// The parts of `value` that the selection asks for, under its aliases; or the name of a field that
// is not there. Lists are selected from item by item. Without a selection the value is taken as it
// is.
std::expected<boost::json::value, std::string> select(const boost::json::value& value,
                                                      const std::vector<GraphqlField>& selection);

}  // namespace jangteo::sandbox::carrier
