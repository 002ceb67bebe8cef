#include "runtime/call.hpp"

#include <boost/json.hpp>

#include "contracts/codec/field_messages.hpp"

namespace jangteo::runtime {
namespace {

// The trace id inside a traceparent: what people quote when they ask for help.
std::string_view trace_id_of(std::string_view trace) {
    return trace.size() == 55 ? trace.substr(3, 32) : trace;
}

HttpAnswer problem_answer(const Call& call, int status, std::string_view code,
                          std::string_view title, boost::json::array errors) {
    boost::json::object body;
    body["type"] = "about:blank";
    body["title"] = title;
    body["status"] = status;
    body["code"] = code;
    if (!errors.empty()) body["errors"] = std::move(errors);
    body["trace_id"] = trace_id_of(call.trace);
    HttpAnswer answer;
    answer.status = status;
    answer.content_type = "application/problem+json";
    answer.body = boost::json::serialize(body);
    return answer;
}

}  // namespace

std::string_view Call::path_text(std::string_view name) const {
    for (const auto& [key, value] : path) {
        if (key == name) return value;
    }
    return {};
}

std::optional<std::string_view> Call::query_text(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) return value;
    }
    return std::nullopt;
}

HttpAnswer problem(const Call& call, int status, std::string_view code, Words title) {
    return problem_answer(call, status, code, title.in(call.language), {});
}

HttpAnswer problem(const Call& call, int status, std::string_view code, Words title,
                   std::string_view pointer) {
    boost::json::object error;
    error["pointer"] = pointer;
    error["code"] = code;
    error["detail"] = title.in(call.language);
    return problem_answer(call, status, code, title.in(call.language), {std::move(error)});
}

HttpAnswer invalid_body(const Call& call, const std::vector<codec::FieldError>& errors) {
    boost::json::array list;
    for (const auto& error : errors) {
        boost::json::object item;
        item["pointer"] = error.pointer;
        item["code"] = codec::text_of_enum(error.problem);
        item["detail"] = codec::message(error, call.language);
        list.push_back(std::move(item));
    }
    Words title{"요청 본문이 올바르지 않습니다.", "The request body is not valid."};
    return problem_answer(call, 400, "invalid_body", title.in(call.language), std::move(list));
}

HttpAnswer not_found(const Call& call) {
    return problem(call, 404, "not_found", {"찾을 수 없습니다.", "There is no such thing."});
}

HttpAnswer forbidden(const Call& call) {
    return problem(call, 403, "forbidden", {"권한이 없습니다.", "You may not do this."});
}

}  // namespace jangteo::runtime
