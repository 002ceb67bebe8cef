#include "tests/support/fake_registry.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace jangteo::test {
namespace {

namespace json = boost::json;

runtime::HttpAnswer with_status(int status, const json::object& body) {
    runtime::HttpAnswer answer;
    answer.status = status;
    answer.body = json::serialize(body);
    return answer;
}

}  // namespace

FakeRegistry::FakeRegistry()
    : server_(
          [this](const ExchangePtr& exchange) { exchange->answer(answer(exchange->request())); }) {}

std::string FakeRegistry::url() const {
    return fmt::format("http://127.0.0.1:{}", server_.http.port());
}

int FakeRegistry::add(const std::string& schema) {
    const std::lock_guard lock(mutex_);
    return id_of(schema);
}

int FakeRegistry::id_of(const std::string& schema) {
    return ids_.try_emplace(schema, static_cast<int>(ids_.size()) + 1).first->second;
}

runtime::HttpAnswer FakeRegistry::answer(const runtime::HttpRequest& request) {
    ++requests_;
    if (status_ != 200) return with_status(status_, {{"message", "as it was told"}});
    const std::lock_guard lock(mutex_);
    if (request.path.starts_with("/config/")) {
        return with_status(200, {{"compatibilityLevel", "BACKWARD_TRANSITIVE"}});
    }
    if (request.path.starts_with("/compatibility/")) {
        return with_status(200, {{"is_compatible", true}});
    }
    if (request.path.starts_with("/schemas/ids/")) {
        for (const auto& [schema, id] : ids_) {
            if (request.path.ends_with(fmt::format("/{}", id))) {
                return with_status(200, {{"schema", schema}});
            }
        }
        return with_status(404, {{"error_code", 40403}});
    }
    const std::string schema(json::parse(request.body).at("schema").as_string());
    if (!request.path.ends_with("/versions") && !ids_.contains(schema)) {
        return with_status(404, {{"error_code", 40403}});
    }
    return with_status(200, {{"id", id_of(schema)}});
}

}  // namespace jangteo::test
