#include "tests/support/shop.hpp"

#include <algorithm>
#include <cstdlib>

#include "kernel/check.hpp"
#include "runtime/migrate.hpp"
#include "runtime/outbox.hpp"

namespace jangteo::test {
namespace {

class LocalExchange : public runtime::Exchange {
  public:
    LocalExchange(runtime::HttpRequest request, std::shared_ptr<HttpAnswer> slot)
        : request_(std::move(request)), slot_(std::move(slot)) {}

    const runtime::HttpRequest& request() const override { return request_; }
    void answer(HttpAnswer answer) override { *slot_ = std::move(answer); }
    void open_stream(HttpAnswer head) override { *slot_ = std::move(head); }
    bool send(std::string chunk) override {
        slot_->body += chunk;
        return true;
    }
    void close() override {}

  private:
    runtime::HttpRequest request_;
    std::shared_ptr<HttpAnswer> slot_;
};

class WorkMessage : public runtime::Message {
  public:
    explicit WorkMessage(std::function<void(runtime::Transaction&)> work)
        : work_(std::move(work)) {}
    std::string cause() const override { return "test"; }
    void handle(runtime::Transaction& tx) override { work_(tx); }
    bool set_aside(runtime::Transaction&, std::string_view) override { return false; }
    void failed(const std::exception& error) override { throw std::runtime_error(error.what()); }
    bool outlasts_the_store() const override { return false; }

  private:
    std::function<void(runtime::Transaction&)> work_;
};

}  // namespace

std::uint64_t SeededRandom::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next());
}

std::string FakeTokens::issue(const runtime::Principal& principal, Timestamp now,
                              Duration lifetime) {
    runtime::Principal kept = principal;
    kept.expires_at = now + lifetime;
    std::string token = "fake-" + std::to_string(issued_.size() + 1);
    issued_[token] = kept;
    return token;
}

std::optional<runtime::Principal> FakeTokens::verify(std::string_view token, Timestamp now) {
    auto found = issued_.find(token);
    if (found == issued_.end() || found->second.expires_at <= now) return std::nullopt;
    return found->second;
}

std::string FakeDigest::digest(std::initializer_list<std::string_view> parts) const {
    std::string all;
    for (auto part : parts) all += std::to_string(part.size()) + ":" + std::string(part);
    std::uint64_t hash = std::hash<std::string>{}(all);
    std::string out(32, '\0');
    for (std::size_t i = 0; i < 32; ++i) out[i] = static_cast<char>(hash >> (8 * (i % 8)) ^ i);
    return out;
}

bool InlineBackground::run(std::function<void()> work) {
    work();
    return true;
}

runtime::Background::Delayed InlineBackground::run_after(Duration delay,
                                                         std::function<void()> work) {
    Delayed delayed{(clock_.now() + delay).us, next_serial_++};
    delayed_.emplace(delayed, std::move(work));
    return delayed;
}

void InlineBackground::run_due() {
    while (!delayed_.empty() && delayed_.begin()->first.due <= clock_.now().us) {
        auto work = std::move(delayed_.begin()->second);
        delayed_.erase(delayed_.begin());
        work();
    }
}

void StubExecutor::perform(const runtime::Effect& effect,
                           std::function<void(runtime::Outcome)> done) {
    seen.push_back(effect);
    if (respond) {
        done(respond(effect));
    } else {
        waiting.emplace_back(effect, std::move(done));
    }
}

TestShop::TestShop(std::uint64_t seed, runtime::Delivery delivery)
    : random(seed), background(clock), ids_(random) {
    lane_options.delivery = delivery;
    registry.add_migrations(runtime::migrations());
    const char* topology = std::getenv("JANGTEO_TEST_TOPOLOGY");
    if (topology && std::string_view(topology) == "split") broker.emplace();
}

TestShop::~TestShop() = default;

void TestShop::start() {
    if (broker) registry.consume_from_broker(true);
    runtime::migrate(store.writer(), registry.migrations(), clock.now());
    make_lane();
}

void TestShop::restart() {
    edge.reset();
    lane.reset();
    if (broker) broker->rewind();
    make_lane();
}

void TestShop::make_lane() {
    lane =
        std::make_unique<runtime::Lane>(runtime::LanePorts{faulty, clock, random, registry, metrics,
                                                           log, watches, [] {}, nullptr, flusher},
                                        lane_options);
    edge = std::make_unique<runtime::Edge>(
        runtime::EdgePorts{faulty, clock, random, registry, metrics, log, watches, tokens, digest,
                           background, *lane},
        edge_options);
    if (broker) lane->publish_to(*broker);
    lane->recover();
}

std::shared_ptr<HttpAnswer> TestShop::begin_call(Method method, std::string_view target,
                                                 std::string body, const std::string& token,
                                                 CallOptions options) {
    runtime::HttpRequest request;
    request.method = method;
    auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
    request.headers = std::move(options.headers);
    if (!token.empty()) request.headers.push_back({"authorization", "Bearer " + token});
    if (!body.empty()) request.headers.push_back({"content-type", "application/json"});
    if (options.key.empty()) options.key = "key-" + std::to_string(++key_number_);
    if (options.key != "-") request.headers.push_back({"idempotency-key", options.key});
    request.body = std::move(body);
    request.peer = "127.0.0.1";
    auto slot = std::make_shared<HttpAnswer>();
    slot->status = 0;
    edge->handle(std::make_shared<LocalExchange>(std::move(request), slot));
    return slot;
}

HttpAnswer TestShop::call(Method method, std::string_view target, std::string body,
                          const std::string& token, CallOptions options) {
    auto slot = begin_call(method, target, std::move(body), token, std::move(options));
    for (int i = 0; slot->status == 0 && i < 100; ++i) run();
    check(slot->status != 0, "a call is answered");
    return *slot;
}

std::string TestShop::as(const runtime::Principal& principal) {
    return tokens.issue(principal, clock.now(), days(365));
}

std::string TestShop::as_member(MemberId member) {
    return as({.member = member,
               .enterprise = {},
               .session = {},
               .roles = bit(runtime::Role::customer),
               .actor = {},
               .expires_at = {}});
}

std::string TestShop::as_seller(MemberId member, EnterpriseId enterprise, runtime::Role role) {
    return as({.member = member,
               .enterprise = enterprise,
               .session = {},
               .roles = static_cast<runtime::Roles>(bit(runtime::Role::customer) | bit(role)),
               .actor = {},
               .expires_at = {}});
}

std::string TestShop::as_operator(MemberId member) {
    return as({.member = member,
               .enterprise = {},
               .session = {},
               .roles = static_cast<runtime::Roles>(bit(runtime::Role::customer) |
                                                    bit(runtime::Role::operator_)),
               .actor = {},
               .expires_at = {}});
}

void TestShop::transact(std::function<void(runtime::Transaction&)> work) {
    lane->post(std::make_unique<WorkMessage>(std::move(work)));
    lane->run_batch();
}

std::vector<runtime::Event> TestShop::events() {
    std::vector<runtime::Event> all;
    for (auto& record : runtime::Outbox::read(store.writer(), 1, 1'000'000, false)) {
        std::move(record.record.events.begin(), record.record.events.end(),
                  std::back_inserter(all));
    }
    return all;
}

bool TestShop::run() {
    const bool has_worked = lane->run_batch();
    return (broker && broker->deliver(*lane)) || has_worked;
}

void TestShop::settle() {
    // An outside system that answers at once leaves its answer in the queue of an idle lane.
    for (int i = 0, idle = 0; i < 10'000; ++i) {
        idle = run() ? 0 : idle + 1;
        if (idle == 2) return;
    }
    check(false, "the shop settles");
}

void TestShop::advance(Duration by) {
    Timestamp until = clock.now() + by;
    settle();
    for (Timestamp due = lane->next_due(); due <= until; due = lane->next_due()) {
        clock.set(std::max(due, clock.now()));
        background.run_due();
        settle();
        if (lane->next_due() <= due) clock.set(clock.now() + milliseconds(1));
    }
    clock.set(std::max(until, clock.now()));
    background.run_due();
    settle();
}

}  // namespace jangteo::test
