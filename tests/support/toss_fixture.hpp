#pragma once

// A Toss sandbox without HTTP, on a clock that the test moves. Webhooks are collected instead of
// sent.

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/toss/toss_desk.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

namespace json = boost::json;

struct Sent {
    std::string url;
    std::vector<runtime::Header> headers;
    json::value body;
};

struct Answered {
    int status = 0;
    json::value body;
    sandbox::Reply reply;

    std::string text(std::string_view name) const {
        const json::value* value = body.as_object().if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
    }
    std::int64_t number(std::string_view name) const { return body.at(name).as_int64(); }
    std::string code() const { return std::to_string(status) + " " + text("code"); }
};

inline constexpr std::string_view test_key = "Basic dGVzdF9za19qYW5ndGVvOg==";  // test_sk_jangteo:

class TossFixture {
  public:
    explicit TossFixture(std::string journal_path = "",
                         std::string webhook_url = "http://shop/hook")
        : journal(journal_path), desk(options(std::move(webhook_url)), journal, random) {
        desk.callbacks().deliver_with([this](std::string url, std::vector<runtime::Header> headers,
                                             std::string body,
                                             std::function<void(bool)> on_result) {
            sent.push_back({std::move(url), std::move(headers), json::parse(body)});
            on_result(accepts_webhooks);
        });
    }

    Answered call(runtime::Method method, std::string path, std::string body = "",
                  std::vector<runtime::Header> headers = {}) {
        runtime::HttpRequest request;
        request.method = method;
        const std::size_t mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != path.npos) request.query = path.substr(mark + 1);
        request.headers = std::move(headers);
        if (request.header("authorization").empty() && path.starts_with("/v1")) {
            request.headers.push_back({"authorization", std::string(test_key)});
        }
        request.body = std::move(body);
        Answered answered;
        answered.reply = desk.handle({request, now});
        journal.commit();
        desk.on_committed(now);
        answered.status = answered.reply.status;
        boost::system::error_code not_json;
        answered.body = json::parse(answered.reply.body, not_json);
        return answered;
    }
    Answered post(std::string path, std::string body, std::vector<runtime::Header> headers = {}) {
        return call(runtime::Method::post, std::move(path), std::move(body), std::move(headers));
    }
    Answered get(std::string path) { return call(runtime::Method::get, std::move(path)); }

    // A session's payment key; authorised unless told otherwise.
    std::string session(std::string_view order, std::int64_t amount, std::string_view more = "") {
        return post("/__sandbox/payments",
                    R"({"orderId":")" + std::string(order) + R"(","orderName":"컵","amount":)" +
                        std::to_string(amount) +
                        (more.empty() ? R"(,"authorize":true})" : std::string(more) + "}"))
            .text("paymentKey");
    }
    Answered confirm(std::string_view key, std::string_view order, std::int64_t amount,
                     std::vector<runtime::Header> headers = {}) {
        return post("/v1/payments/confirm",
                    R"({"paymentKey":")" + std::string(key) + R"(","orderId":")" +
                        std::string(order) + R"(","amount":)" + std::to_string(amount) + "}",
                    std::move(headers));
    }
    std::string paid(std::string_view order, std::int64_t amount) {
        const std::string key = session(order, amount);
        confirm(key, order, amount);
        return key;
    }
    Answered cancel(const std::string& key, std::string more = "") {
        return post("/v1/payments/" + key + "/cancel", R"({"cancelReason":"변심")" + more + "}");
    }
    void pass(Duration time) {
        now = now + time;
        desk.tick(now);
        journal.commit();
        desk.on_committed(now);
    }
    Answered books() { return get("/__sandbox/books"); }

    Timestamp now{1'767'229'200'000'000};  // 2026-01-01T10:00:00+09:00
    bool accepts_webhooks = true;
    std::vector<Sent> sent;
    SeededRandom random{1};
    sandbox::Journal journal;
    sandbox::toss::TossDesk desk;

  private:
    static sandbox::toss::TossOptions options(std::string webhook_url) {
        sandbox::toss::TossOptions options;
        options.base_url = "http://sandbox";
        options.webhook_url = std::move(webhook_url);
        return options;
    }
};

}  // namespace jangteo::test
