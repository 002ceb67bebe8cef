#include "runtime/openapi_document.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "contracts/codec/openapi.hpp"
#include "runtime/edge.hpp"
#include "runtime/page.hpp"
#include "runtime/path_ids.hpp"

namespace jangteo::runtime {
namespace {

namespace json = boost::json;

// As the edge and page_request() check them.
json::object parameter_schema(std::string_view name, bool required) {
    if (name == "limit") {
        return {{"type", "integer"}, {"minimum", 1}, {"maximum", page_limit_max}};
    }
    json::object schema{{"type", "string"}};
    if (name == "cursor") schema["pattern"] = "^([0-9a-f]{2})+$";
    if (name == "Idempotency-Key") {
        // An empty one is as good as none.
        schema["pattern"] = required ? "^[!-~]+$" : "^[!-~]*$";
        schema["maxLength"] = idempotency_key_max;
    }
    if (const PathId* id = path_id_named(name)) {
        schema["pattern"] = "^" + std::string(id->prefix) + "_[0-7][0-9a-hjkmnp-tv-z]{25}$";
    }
    return schema;
}

json::object parameter(std::string_view name, std::string_view in, bool required,
                       std::string_view about) {
    return {{"name", name},
            {"in", in},
            {"required", required},
            {"description", about},
            {"schema", parameter_schema(name, required)}};
}

json::array parameters_of(const RouteInfo& info) {
    json::array list;
    std::string_view path = info.path;
    for (auto open = path.find('{'); open != std::string_view::npos;
         open = path.find('{', open + 1)) {
        auto name = path.substr(open + 1, path.find('}', open) - open - 1);
        list.push_back(parameter(name, "path", true, ""));
    }
    for (const QueryParameter& query : info.query) {
        list.push_back(parameter(query.name, "query", false, query.about));
    }
    if (info.key != KeyPolicy::none) {
        list.push_back(parameter("Idempotency-Key", "header", info.key == KeyPolicy::required,
                                 "Repeats of the same request get the first answer again (24 h)"));
    }
    if (info.waits)
        list.push_back(
            parameter("Prefer", "header", false, "wait=N: answer when the process rests"));
    return list;
}

json::object problem_response(std::string_view about) {
    return {
        {"description", about},
        {"content",
         {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

json::object responses_of(const Route& route, json::object& components) {
    const RouteInfo& info = route.info;
    json::object responses;
    json::object success{{"description", info.success == 204 ? "Done" : "Success"}};
    if (route.stream) {
        success["content"] = {{"text/event-stream", {{"schema", {{"type", "string"}}}}}};
    } else if (info.answer) {
        success["content"] = {
            {"application/json", {{"schema", codec::openapi_schema(*info.answer, components)}}}};
    }
    responses[std::to_string(info.success)] = std::move(success);
    std::string codes;
    for (std::string_view code : info.refusals)
        codes += (codes.empty() ? "" : ", ") + std::string(code);
    std::string refused =
        codes.empty() ? "A problem; see its code" : "A problem, for example: " + codes;
    responses["4XX"] = problem_response(refused);
    responses["5XX"] =
        problem_response("Try again: nothing was changed, or the answer to the same key tells");
    return responses;
}

// The collection that a path begins with; what is not below /v1 is for who operates the shop.
std::string_view tag_of(std::string_view path) {
    constexpr std::string_view api = "/v1/";
    if (!path.starts_with(api)) return "ops";
    path.remove_prefix(api.size());
    return path.substr(0, path.find('/'));
}

json::object operation_of(const Route& route, json::object& components) {
    const RouteInfo& info = route.info;
    json::object operation{{"operationId", info.name}, {"summary", info.summary}};
    operation["tags"] = json::array{json::string(tag_of(info.path))};
    if (auto parameters = parameters_of(info); !parameters.empty())
        operation["parameters"] = std::move(parameters);
    if (route.body) {
        operation["requestBody"] = {
            {"required", true},
            {"content",
             {{"application/json", {{"schema", codec::openapi_schema(*route.body, components)}}}}}};
    }
    operation["responses"] = responses_of(route, components);
    if (info.roles == anyone) {
        operation["security"] = json::array{};
    } else {
        operation["description"] = "Roles: " + roles_text(info.roles);
    }
    return operation;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return out;
}

json::object problem_schema() {
    json::object error{{"type", "object"},
                       {"properties",
                        {{"pointer", {{"type", "string"}}},
                         {"code", {{"type", "string"}}},
                         {"detail", {{"type", "string"}}}}}};
    json::object text{{"type", "string"}};
    return {{"type", "object"},
            {"description", "RFC 9457"},
            {"required", json::array{"type", "title", "status", "code"}},
            {"properties",
             {{"type", text},
              {"title", text},
              {"status", {{"type", "integer"}}},
              {"code", text},
              {"errors", {{"type", "array"}, {"items", std::move(error)}}},
              {"trace_id", text}}}};
}

}  // namespace

std::string roles_text(Roles roles) {
    std::string text;
    for (auto role : {Role::customer, Role::seller_staff, Role::seller_owner, Role::operator_}) {
        if ((roles & bit(role)) == 0) continue;
        if (!text.empty()) text += ", ";
        text += role == Role::operator_ ? "operator" : codec::text_of_enum(role);
    }
    return text;
}

std::string openapi_document(const Routes& routes, const std::string& server_url) {
    json::object components;
    components["Problem"] = problem_schema();
    json::object paths;
    for (const auto& route : routes.all()) {
        auto& path = paths[route->info.path];
        if (!path.is_object()) path = json::object();
        path.as_object()[lower_case(text_of(route->info.method))] =
            operation_of(*route, components);
    }
    json::object document{
        {"openapi", "3.1.0"},
        {"info", {{"title", "Jangteo"}, {"version", "1"}, {"license", {{"name", "Apache-2.0"}}}}},
        {"servers", json::array{json::object{{"url", server_url}}}},
        {"security", json::array{json::object{{"bearer", json::array{}}}}},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", std::move(components)},
          {"securitySchemes",
           {{"bearer", {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}}}}}}};
    return json::serialize(document);
}

}  // namespace jangteo::runtime
