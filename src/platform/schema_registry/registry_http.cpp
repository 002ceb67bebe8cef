#include "platform/schema_registry/registry_http.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::platform::schema_registry {
namespace {

constexpr std::size_t body_bytes_max = 8U << 20;
constexpr const char* media_type = "application/vnd.schemaregistry.v1+json";

using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

void start_library() {
    static std::once_flag once;
    std::call_once(
        once, [] { check(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts"); });
}

std::size_t take_body(const char* bytes, std::size_t size, std::size_t count, void* body) {
    auto& text = *static_cast<std::string*>(body);
    if (text.size() + size * count > body_bytes_max) return 0;
    text.append(bytes, size * count);
    return size * count;
}

std::size_t take_header(const char* bytes, std::size_t size, std::size_t count, void* date) {
    constexpr std::string_view name = "date:";
    const std::string line(bytes, size * count);
    if (line.size() > name.size() && curl_strnequal(line.c_str(), name.data(), name.size()) != 0) {
        const std::time_t time = curl_getdate(line.c_str() + name.size(), nullptr);
        if (time >= 0) *static_cast<std::optional<Timestamp>*>(date) = Timestamp{time * 1'000'000};
    }
    return size * count;
}

long milliseconds_of(Duration duration) { return static_cast<long>(duration.us / 1000); }

}  // namespace

struct RegistryHttp::Session {
    Session() : curl(curl_easy_init()) { check(curl != nullptr, "there is memory for a session"); }
    ~Session() { curl_easy_cleanup(curl); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    CURL* curl;
};

struct RegistryHttp::Request {
    const char* method;
    const std::string& path;
    const std::string& body;
};

RegistryHttp::RegistryHttp(RegistryOptions options) : options_(std::move(options)) {
    check(!options_.urls.empty(), "a schema registry has a URL");
    start_library();
    session_ = std::make_unique<Session>();
}

RegistryHttp::~RegistryHttp() = default;

std::string RegistryHttp::escaped(std::string_view part) {
    char* text = curl_easy_escape(nullptr, part.data(), static_cast<int>(part.size()));
    check(text != nullptr, "a path can be escaped");
    std::string out = text;
    curl_free(text);
    return out;
}

RegistryAnswer RegistryHttp::ask(const char* method, const std::string& path,
                                 const std::string& body) {
    const std::lock_guard lock(mutex_);
    std::string words;
    for (std::size_t i = 0; i < options_.urls.size(); ++i) {
        const std::size_t index = (preferred_ + i) % options_.urls.size();
        const std::string& url = options_.urls[index];
        try {
            RegistryAnswer answer = ask_one(url, {method, path, body});
            preferred_ = index;
            return answer;
        } catch (const Fault& fault) {
            if (fault.kind() == FaultKind::permanent) throw;
            words += fmt::format("{}{}: {}", words.empty() ? "" : "; ", url, fault.what());
        }
    }
    throw Fault(FaultKind::retry_later, "the schema registry does not answer: " + words);
}

RegistryAnswer RegistryHttp::ask_one(const std::string& url, const Request& request) {
    CURL* curl = session_->curl;
    curl_easy_reset(curl);  // Connections stay.
    RegistryAnswer answer;
    char error[CURL_ERROR_SIZE] = "";
    Headers headers(nullptr, curl_slist_free_all);
    for (const char* name : {"Content-Type: ", "Accept: "}) {
        const std::string line = std::string(name) + media_type;
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    }
    const std::string target = url + request.path;
    curl_easy_setopt(curl, CURLOPT_URL, target.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds_of(options_.connect_timeout));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds_of(options_.timeout));
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer.date);
    if (!options_.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
    if (!options_.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
    }
    if (!request.body.empty()) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    }
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        throw Fault(FaultKind::retry_later, error[0] != '\0' ? error : curl_easy_strerror(code));
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    if (answer.status == 401 || answer.status == 403) {
        throw Fault(FaultKind::permanent,
                    fmt::format("the schema registry at {} does not let us in ({}): set "
                                "schema_registry.user and schema_registry.password",
                                url, answer.status));
    }
    if (answer.status >= 500) {
        throw Fault(FaultKind::retry_later, fmt::format("answers {}", answer.status));
    }
    return answer;
}

}  // namespace jangteo::platform::schema_registry
