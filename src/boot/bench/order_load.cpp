#include "boot/bench/order_load.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "kernel/fault.hpp"
#include "platform/sodium/random.hpp"
#include "platform/threads/system_clock.hpp"

namespace jangteo::boot {
namespace {

using platform::http::ClientRequest;
using platform::http::ClientResult;

constexpr Duration call_timeout = seconds(30);
// The first orders of a shop of several processes wait until all of them have found each other.
constexpr int rest_seconds_max = 20;
constexpr Duration shipping_patience = seconds(60);
// In a shop of several processes the payments hear a moment later than the orders that the stock
// is held; a buyer's browser asks again.
constexpr std::string_view not_heard_yet = "stock_not_held";
constexpr Duration heard_after = milliseconds(2);
// Such a shop needs the cores for the order itself.
constexpr std::chrono::milliseconds asked_again_after{1};

std::string run_name() {
    platform::sodium::SodiumRandom random;
    Uuid uuid;
    random.fill(uuid);
    return base32_of(uuid).substr(14);
}

std::string order_body(const BenchShop& shop, std::uint64_t n) {
    return fmt::format(
        R"({{"lines":[{{"sku_id":"{}","quantity":1}}],"recipient":{{"name":"김장터",)"
        R"("phone":"010-0000-0000","postal_code":"04524","address":"서울 중구 세종대로 110"}}}})",
        shop.skus()[n % shop.skus().size()]);
}

// The text between `"name":"` and the next quote; enough for our own answers.
std::string_view text_of(std::string_view body, std::string_view name) {
    std::string mark = fmt::format("\"{}\":\"", name);
    auto at = body.find(mark);
    if (at == std::string_view::npos) return {};
    auto rest = body.substr(at + mark.size());
    return rest.substr(0, rest.find('"'));
}

// Plays whole orders: each is placed, authorised at the provider's sandbox and confirmed.
class WholeOrderRun {
  public:
    WholeOrderRun(BenchShop& shop, unsigned in_flight, std::uint64_t count, double pace)
        : shop_(shop),
          in_flight_(in_flight),
          count_(count),
          pace_(pace),
          run_(run_name()),
          shop_client_(client_of(shop.url())),
          toss_client_(client_of(shop.toss_url())) {}

    WholeOrders run() {
        begin_ = clock_.monotonic_ns();
        if (pace_ > 0) {
            start_at_pace();
        } else {
            for (unsigned i = 0; i < in_flight_; ++i) start_next();
        }
        wait_for_customers();
        wait_for_shipping();
        return result();
    }

  private:
    struct One {
        std::uint64_t number;
        std::int64_t begun;
        std::string order;
        std::string payment_key;
        int confirmed = 0;  // times
    };
    using OnePtr = std::shared_ptr<One>;

    platform::http::ClientOptions client_of(const std::string& url) const {
        using platform::http::HttpVersions;
        return {.base_url = url,
                .versions =
                    shop_.has_buyers_on_http_1_1 ? HttpVersions::only_1_1 : HttpVersions::newest,
                .connections_max = in_flight_,
                .queue_max = 100'000,
                .loop = loop_};
    }

    void start_at_pace() {
        while (started_ < count_) {
            auto due =
                begin_ + static_cast<std::int64_t>(static_cast<double>(started_) / pace_ * 1e9);
            auto now = clock_.monotonic_ns();
            if (due > now) std::this_thread::sleep_for(std::chrono::nanoseconds(due - now));
            start_next();
        }
    }

    void start_next() {
        std::uint64_t number = started_++;
        if (number >= count_) return;
        auto one = std::make_shared<One>();
        one->number = number;
        one->begun = clock_.monotonic_ns();
        ClientRequest request{runtime::Method::post, "/v1/orders", headers(*one, "o"),
                              order_body(shop_, number)};
        shop_client_.send(request, call_timeout,
                          [this, one](ClientResult result) { placed(one, result); });
    }

    std::vector<runtime::Header> headers(const One& one, std::string_view step) const {
        const auto& tokens = shop_.member_tokens();
        return {{"authorization", "Bearer " + tokens[one.number % tokens.size()]},
                {"content-type", "application/json"},
                {"idempotency-key", fmt::format("{}-{}-{}", run_, step, one.number)},
                {"prefer", fmt::format("wait={}", rest_seconds_max)}};
    }

    void placed(const OnePtr& one, const ClientResult& result) {
        if (!result || result->status != 201) return fail(one, "place", result);
        one->order = text_of(result->body, "order_id");
        ClientRequest request{
            runtime::Method::post,
            "/__sandbox/payments",
            {{"content-type", "application/json"}},
            fmt::format(R"({{"amount":12000,"orderId":"{}","orderName":"bench","authorize":true}})",
                        one->order)};
        toss_client_.send(request, call_timeout,
                          [this, one](ClientResult next) { authorised(one, next); });
    }

    void authorised(const OnePtr& one, const ClientResult& result) {
        if (!result || result->status / 100 != 2) return fail(one, "authorise", result);
        one->payment_key = text_of(result->body, "paymentKey");
        confirm(one);
    }

    void confirm(const OnePtr& one) {
        std::string body = fmt::format(R"({{"payment_key":"{}","order_id":"{}",)"
                                       R"("amount":{{"amount":12000,"currency":"KRW"}}}})",
                                       one->payment_key, one->order);
        ClientRequest request{runtime::Method::post, "/v1/payments/confirm",
                              headers(*one, fmt::format("p{}", ++one->confirmed)), std::move(body)};
        shop_client_.send(request, call_timeout,
                          [this, one](ClientResult next) { confirmed(one, next); });
    }

    void confirmed(const OnePtr& one, const ClientResult& result) {
        if (result && result->status == 409 && text_of(result->body, "code") == not_heard_yet) {
            return loop_->post_after(heard_after, [this, one] { confirm(one); });
        }
        if (!result || result->status / 100 != 2) return fail(one, "confirm", result);
        finish(one);
    }

    void fail(const OnePtr& one, std::string_view step, const ClientResult& result) {
        {
            std::lock_guard lock(mutex_);
            ++failed_;
            if (first_failure_.empty()) {
                first_failure_ = result
                                     ? fmt::format("{}: {} {}", step, result->status, result->body)
                                     : fmt::format("{}: {}", step, result.error().words);
            }
        }
        finish(one);
    }

    void finish(const OnePtr& one) {
        bool last = false;
        {
            std::lock_guard lock(mutex_);
            times_ms_.push_back(static_cast<double>(clock_.monotonic_ns() - one->begun) / 1e6);
            last = times_ms_.size() == count_;
        }
        if (last) finished_.notify_one();
        if (pace_ <= 0) start_next();
    }

    void wait_for_customers() {
        std::unique_lock lock(mutex_);
        finished_.wait(lock, [&] { return times_ms_.size() == count_; });
    }

    // The parcels of the last orders are booked after their customers were answered.
    void wait_for_shipping() {
        auto deadline = clock_.monotonic_ns() + shipping_patience.us * 1000;
        for (std::string_view status : {"paid", "approved"}) {
            for (;;) {
                auto page = shop_.api().get(
                    fmt::format("/v1/admin/orders?filter[status]={}&limit=1", status),
                    shop_.operator_token());
                if (page.as_object().at("data").as_array().empty()) break;
                if (clock_.monotonic_ns() > deadline) {
                    throw Fault(FaultKind::permanent, "orders do not reach their delivery");
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
        }
        end_ = clock_.monotonic_ns();
    }

    WholeOrders result() {
        std::sort(times_ms_.begin(), times_ms_.end());
        auto at = [&](double part) {
            return times_ms_[static_cast<std::size_t>(part *
                                                      static_cast<double>(times_ms_.size() - 1))];
        };
        double taken = static_cast<double>(end_ - begin_) / 1e9;
        return {count_,  failed_,  static_cast<double>(count_ - failed_) / taken,
                at(0.5), at(0.99), first_failure_};
    }

    BenchShop& shop_;
    unsigned in_flight_;
    std::uint64_t count_;
    double pace_;
    std::string run_;
    platform::SystemClock clock_;
    std::int64_t begin_ = 0;
    std::int64_t end_ = 0;
    std::atomic<std::uint64_t> started_{0};
    std::mutex mutex_;
    std::condition_variable finished_;
    std::vector<double> times_ms_;
    std::uint64_t failed_ = 0;
    std::string first_failure_;
    // The crowd's browsers: one thread, so that it takes little from what it measures.
    std::shared_ptr<platform::http::IoLoop> loop_ = std::make_shared<platform::http::IoLoop>();
    platform::http::HttpClient shop_client_;
    platform::http::HttpClient toss_client_;
};

}  // namespace

double metric(const BenchShop& shop, std::string_view name) {
    platform::http::HttpClient client(
        {.base_url = fmt::format("http://127.0.0.1:{}", shop.own_port())});
    auto answer = client.call({.target = "/metrics"});
    if (!answer) return 0;
    std::string mark = fmt::format("\n{} ", name);
    auto at = answer->body.find(mark);
    return at == std::string::npos ? 0 : std::stod(answer->body.substr(at + mark.size()));
}

double cpu_seconds_of(std::string_view thread_name) {
    double ticks = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream file(task.path() / "stat");
        std::string line((std::istreambuf_iterator<char>(file)), {});
        auto open = line.find('(');
        auto close = line.rfind(')');
        if (line.substr(open + 1, close - open - 1) != thread_name) continue;
        std::istringstream rest(line.substr(close + 2));
        std::string field;
        for (int number = 3; rest >> field; ++number) {
            if (number == 14 || number == 15) ticks += std::stod(field);  // utime, stime: proc(5)
        }
    }
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

platform::http::LoadResult load_products(const BenchShop& shop, unsigned connections,
                                         Duration time) {
    return platform::http::run_load({.port = shop.own_port(),
                                     .connections = connections,
                                     .duration = time,
                                     .next_request = [&shop](std::uint64_t n) {
                                         return fmt::format(
                                             "GET /v1/products/{} HTTP/1.1\r\nhost: bench\r\n\r\n",
                                             shop.products()[n % shop.products().size()]);
                                     }});
}

platform::http::LoadResult load_orders(const BenchShop& shop, unsigned connections, Duration time) {
    return platform::http::run_load(
        {.port = shop.own_port(),
         .connections = connections,
         .duration = time,
         .next_request = [&shop, run = run_name()](std::uint64_t n) {
             std::string body = order_body(shop, n);
             return fmt::format(
                 "POST /v1/orders HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\n"
                 "content-type: application/json\r\nidempotency-key: {}-{}\r\n"
                 "content-length: {}\r\n\r\n{}",
                 shop.member_tokens()[n % shop.member_tokens().size()], run, n, body.size(), body);
         }});
}

WholeOrders load_whole_orders(BenchShop& shop, unsigned in_flight, std::uint64_t count,
                              double pace) {
    return WholeOrderRun(shop, in_flight, count, pace).run();
}

double whole_order_alone_ms(BenchShop& shop, int count) {
    platform::SystemClock clock;
    std::vector<double> times;
    platform::http::HttpClient toss({.base_url = shop.toss_url(), .connections_max = 1});
    std::string run = run_name();
    for (int i = 0; i < count; ++i) {
        const std::string& token = shop.member_tokens()[0];
        auto n = static_cast<std::uint64_t>(i);
        auto begun = clock.monotonic_ns();
        auto order = shop.api().call({.method = runtime::Method::post,
                                      .target = "/v1/orders",
                                      .token = token,
                                      .body = boost::json::parse(order_body(shop, n)),
                                      .key = fmt::format("{}-a-{}", run, i),
                                      .wait_seconds = rest_seconds_max});
        std::string id = text_at(order.body, "order_id");
        auto authorised = toss.call(
            {runtime::Method::post,
             "/__sandbox/payments",
             {{"content-type", "application/json"}},
             fmt::format(
                 R"({{"amount":12000,"orderId":"{}","orderName":"bench","authorize":true}})", id)});
        if (!authorised) throw Fault(FaultKind::permanent, authorised.error().words);
        for (int tries = 1;; ++tries) {
            auto confirmed =
                shop.api().call({.method = runtime::Method::post,
                                 .target = "/v1/payments/confirm",
                                 .token = token,
                                 .body = {{"payment_key", text_of(authorised->body, "paymentKey")},
                                          {"order_id", id},
                                          {"amount", {{"amount", 12'000}, {"currency", "KRW"}}}},
                                 .key = fmt::format("{}-b{}-{}", run, tries, i),
                                 .wait_seconds = rest_seconds_max,
                                 .accepted = {409}});
            if (confirmed.status != 409) break;
            if (text_at(confirmed.body, "code") != not_heard_yet) {
                throw Fault(FaultKind::permanent, boost::json::serialize(confirmed.body));
            }
            std::this_thread::sleep_for(std::chrono::microseconds(heard_after.us));
        }
        while (text_at(shop.api().get("/v1/orders/" + id, token), "status") != "shipping") {
            if (!shop.is_own()) std::this_thread::sleep_for(asked_again_after);
        }
        times.push_back(static_cast<double>(clock.monotonic_ns() - begun) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

}  // namespace jangteo::boot
