// The world's network: requests and answers on their way, lost and repeated.

#include <fmt/format.h>

#include "kernel/check.hpp"
#include "tests/simulation/violation.hpp"
#include "tests/simulation/world.hpp"

namespace jangteo::simulation {

using runtime::HttpAnswer;

// A connection of a client: closed without an answer when the process ends.
class SimExchange : public runtime::Exchange {
  public:
    SimExchange(World& world, runtime::HttpRequest request, Answered done)
        : world_(world), request_(std::move(request)), done_(std::move(done)) {}
    ~SimExchange() override {
        if (!is_answered_ && !world_.is_closing_) world_.answered(done_, {.status = 0});
    }

    const runtime::HttpRequest& request() const override { return request_; }
    void answer(HttpAnswer answer) override {
        is_answered_ = true;
        world_.answered(done_, answer);
    }
    void open_stream(HttpAnswer head) override { answer(std::move(head)); }
    bool send(std::string) override { return false; }
    void close() override {}

  private:
    World& world_;
    runtime::HttpRequest request_;
    Answered done_;
    bool is_answered_ = false;
};

namespace {

runtime::HttpRequest http_request_of(const Request& wanted) {
    runtime::HttpRequest request;
    request.method = wanted.method;
    auto mark = wanted.path.find('?');
    request.path = wanted.path.substr(0, mark);
    if (mark != std::string::npos) request.query = wanted.path.substr(mark + 1);
    request.headers.reserve(4);
    if (!wanted.token.empty())
        request.headers.push_back({"authorization", "Bearer " + wanted.token});
    if (!wanted.body.empty()) request.headers.push_back({"content-type", "application/json"});
    if (!wanted.key.empty()) request.headers.push_back({"idempotency-key", wanted.key});
    if (!wanted.if_match.empty())
        request.headers.push_back({"if-match", "\"" + wanted.if_match + "\""});
    request.body = wanted.body;
    request.peer = "127.0.0.1";
    return request;
}

bool is_running_twin(const HttpAnswer& answer) {
    return answer.status == 409 && answer.body.find("idempotency_key_running") != std::string::npos;
}

bool wants_another_try(const HttpAnswer& answer) {
    return answer.status == 0 || answer.status >= 500 || is_running_twin(answer);
}

}  // namespace

std::string field_of(const HttpAnswer& answer, std::string_view name) {
    std::string mark = "\"" + std::string(name) + "\":\"";
    auto begin = answer.body.find(mark);
    if (begin == std::string::npos) return "";
    begin += mark.size();
    return answer.body.substr(begin, answer.body.find('"', begin) - begin);
}

void World::arrive(const Request& request, const Answered& done) {
    if (!life_) return answered(done, {.status = 0});
    life_->edge.handle(std::make_shared<SimExchange>(*this, http_request_of(request), done));
}

void World::answered(const Answered& done, const HttpAnswer& answer) {
    history.mix(answer.status);
    history.mix(answer.body);
    if (faults.strikes(Trouble::answer_lost)) {
        after(seconds(10), [done] { done({.status = 0}); });
        return;
    }
    after(network(), [done, answer] { done(answer); });
}

void World::send(const Request& request, Answered done) {
    ++coverage.calls;
    history.mix(request.path);
    history.mix(request.body);
    if (faults.strikes(Trouble::request_lost)) {
        after(seconds(10), [done] { done({.status = 0}); });
        return;
    }
    auto taken = [this, request, done = std::move(done)](const HttpAnswer& answer) {
        if (history.listening()) {
            history.tell(now_, "",
                         fmt::format("{} {} {} -> {} {}", runtime::text_of(request.method),
                                     request.path, request.body, answer.status,
                                     answer.status < 400 && answer.status > 0 ? "" : answer.body));
        }
        remember_answer(request, answer);
        done(answer);
    };
    if (faults.strikes(Trouble::request_twice)) {
        after(network(), [this, request] {
            arrive(request,
                   [this, request](const HttpAnswer& answer) { remember_answer(request, answer); });
        });
    }
    after(network(), [this, request, taken] { arrive(request, taken); });
}

// Same key, same body: same answer (I1).
void World::remember_answer(const Request& request, const HttpAnswer& answer) {
    if (request.key.empty() || wants_another_try(answer)) return;
    auto [known, is_new] = answers_.try_emplace(request.token + request.key + request.path,
                                                answer.status, answer.body);
    if (is_new) return;
    coverage.checked("I1");
    bool is_same = known->second.first == answer.status &&
                   (answer.status >= 400 || known->second.second == answer.body);
    if (!is_same) {
        throw Violation("I1", request.path,
                        fmt::format("one key had two answers: {} {} and {} {}", known->second.first,
                                    known->second.second, answer.status, answer.body));
    }
}

void World::ask(Request request, Answered done, int tries) {
    constexpr int tries_max = 14;
    send(request, [this, request, done = std::move(done), tries](const HttpAnswer& answer) {
        if (!wants_another_try(answer) || tries == tries_max) return done(answer);
        Duration delay = milliseconds(std::int64_t{500} << std::min(tries, 9));
        after(delay, [this, request, done, tries] { ask(request, done, tries + 1); });
    });
}

HttpAnswer World::call(const Request& request) {
    std::optional<HttpAnswer> got;
    send(request, [&got](const HttpAnswer& answer) { got = answer; });
    while (!got && step()) {
    }
    check(got.has_value(), "a call is answered");
    return *got;
}

}  // namespace jangteo::simulation
