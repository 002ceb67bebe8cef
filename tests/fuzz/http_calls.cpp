// A whole request to the whole shop, from the bytes on the connection to the answer. `{order_id}`
// and the like stand for objects that the shop has, `{buyer}`, `{seller}` and `{operator}` for
// their tokens. Whatever is asked, it is answered once, with something fit to send, and the shop is
// never at fault.

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <memory>

#include "contracts/codec/text_rules.hpp"
#include "kernel/check.hpp"
#include "platform/http/request_parser.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/whole_shop.hpp"

namespace jangteo::fuzz {
namespace {

// A shop remembers what it was asked; a new one now and then keeps failures easy to repeat.
constexpr int calls_per_shop = 1'000;

struct Answered {
    int answers = 0;
    runtime::HttpAnswer answer;
};

class OneExchange : public runtime::Exchange {
  public:
    OneExchange(runtime::HttpRequest request, std::shared_ptr<Answered> answered)
        : request_(std::move(request)), answered_(std::move(answered)) {}

    const runtime::HttpRequest& request() const override { return request_; }
    void answer(runtime::HttpAnswer answer) override {
        ++answered_->answers;
        answered_->answer = std::move(answer);
    }
    void open_stream(runtime::HttpAnswer head) override { answer(std::move(head)); }
    bool send(std::string) override { return false; }  // The client has left.
    void close() override {}

  private:
    runtime::HttpRequest request_;
    std::shared_ptr<Answered> answered_;
};

std::string with_names(std::string_view text, const test::WholeShop& whole) {
    std::string out;
    while (!text.empty()) {
        auto open = std::min(text.find('{'), text.size());
        out += text.substr(0, open);
        text.remove_prefix(open);
        auto close = text.find('}');
        auto name = close == text.npos ? whole.names().end()
                                       : whole.names().find(text.substr(1, close - 1));
        if (name != whole.names().end()) {
            out += name->second;
            text.remove_prefix(close + 1);
        } else if (!text.empty()) {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

// The length of a body in which names were put in; a length that was wrong before stays so.
void mend_length(std::string& bytes, std::ptrdiff_t grown) {
    constexpr std::string_view field = "Content-Length: ";
    auto begin = bytes.find(field);
    if (grown == 0 || begin == std::string::npos) return;
    begin += field.size();
    std::ptrdiff_t length = 0;
    auto [end, error] = std::from_chars(bytes.data() + begin, bytes.data() + bytes.size(), length);
    if (error != std::errc{}) return;
    bytes.replace(begin, static_cast<std::size_t>(end - bytes.data()) - begin,
                  std::to_string(length + grown));
}

// The request with names put in, and its length mended.
std::string request_of(std::string_view input, const test::WholeShop& whole) {
    auto behind = input.find("\r\n\r\n");
    if (behind == input.npos) return with_names(input, whole);
    std::string body = with_names(input.substr(behind + 4), whole);
    auto grown = static_cast<std::ptrdiff_t>(body.size() + behind + 4) -
                 static_cast<std::ptrdiff_t>(input.size());
    std::string request = with_names(input.substr(0, behind + 4), whole) + body;
    mend_length(request, grown);
    return request;
}

void judge(const runtime::HttpAnswer& answer) {
    check(answer.status >= 200 && answer.status < 500, "a request is never the shop's fault");
    for (const runtime::Header& header : answer.headers) {
        bool is_plain =
            std::ranges::all_of(header.value, [](char c) { return c >= ' ' && c != 127; });
        check(is_plain, "a header's value stays on its line");
    }
    if (!answer.content_type.ends_with("json") || answer.body.empty()) return;
    boost::json::error_code error;
    boost::json::parse(answer.body, error);
    check(!error, "an answer is JSON");
}

void run(std::string_view input) {
    static std::unique_ptr<test::WholeShop> whole;
    static int calls = 0;
    if (!whole || calls++ % calls_per_shop == 0) whole = std::make_unique<test::WholeShop>();
    static const platform::http::ServerOptions options;
    platform::http::RequestParser parser(options);
    std::string bytes = request_of(input, *whole);
    parser.take(bytes);
    if (parser.error() || !parser.is_complete()) return;
    parser.request.peer = "127.0.0.1";
    auto answered = std::make_shared<Answered>();
    whole->shop.edge->handle(std::make_shared<OneExchange>(std::move(parser.request), answered));
    // A wait for the order ends when the clock says so.
    for (int i = 0; answered->answers == 0 && i < 64; ++i) whole->shop.settle();
    if (answered->answers == 0) whole->shop.advance(minutes(1));
    check(answered->answers == 1, "a request is answered once");
    judge(answered->answer);
}

}  // namespace

const Target http_calls{"http_calls", run};

}  // namespace jangteo::fuzz
