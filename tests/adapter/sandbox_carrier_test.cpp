#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <string>
#include <vector>

#include "sandbox/carrier/carrier_desk.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;
using sandbox::carrier::CarrierDesk;
using sandbox::carrier::CarrierOptions;

struct Answered {
    int status = 0;
    json::value body;
    sandbox::Reply reply;

    std::string at(std::string_view pointer) const {
        return std::string(body.at_pointer(pointer).as_string());
    }
    std::string code() const { return std::to_string(status) + " " + at("/code"); }
};

// A carrier without HTTP, on a clock that the test moves.
class Carrier {
  public:
    explicit Carrier(CarrierOptions options = {}) : desk(std::move(options), journal, random) {
        desk.callbacks().deliver_with([this](std::string url, std::vector<runtime::Header>,
                                             std::string body,
                                             std::function<void(bool)> on_result) {
            sent.push_back(url + " " + body);
            on_result(accepts_callbacks);
        });
    }

    Answered call(runtime::Method method, std::string path, std::string body = "",
                  std::vector<runtime::Header> headers = {}) {
        runtime::HttpRequest request;
        request.method = method;
        const std::size_t mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != path.npos) request.query = path.substr(mark + 1);
        request.body = std::move(body);
        request.headers = std::move(headers);
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

    Answered book(std::string_view reference, std::string more = "",
                  std::vector<runtime::Header> headers = {}) {
        return post("/v1/parcels",
                    R"({"reference":")" + std::string(reference) +
                        R"(","carrierId":"kr.cjlogistics","recipient":)"
                        R"({"name":"김","phone":"01012345678","address":"서울"})" +
                        more + "}",
                    std::move(headers));
    }
    Answered advance(const std::string& number, std::string_view to) {
        return post("/__sandbox/parcels/" + number + "/advance",
                    R"({"to":")" + std::string(to) + R"("})");
    }
    Answered ask(const std::string& query, const std::string& variables = "{}") {
        json::object body{{"query", query}, {"variables", json::parse(variables)}};
        return post("/graphql", json::serialize(body));
    }
    Answered track(const std::string& number, const std::string& carrier_id = "kr.cjlogistics") {
        return ask(
            "query T($c:ID!,$n:String!){track(carrierId:$c,trackingNumber:$n)"
            "{lastEvent{time status{code name}} "
            "events(last:20){edges{node{time status{code} description location{name}}}}}}",
            R"({"c":")" + carrier_id + R"(","n":")" + number + R"("})");
    }
    void pass(Duration time) {
        now = now + time;
        desk.tick(now);
        journal.commit();
        desk.on_committed(now);
    }

    Timestamp now{1'767'229'200'000'000};  // 2026-01-01T10:00:00+09:00
    bool accepts_callbacks = true;
    std::vector<std::string> sent;
    SeededRandom random{1};
    sandbox::Journal journal{""};
    CarrierDesk desk;
};

TEST(CarrierSandbox, books_a_parcel_and_finds_it_again) {
    Carrier carrier;
    const Answered booked = carrier.book("shp_1");
    EXPECT_EQ(booked.status, 201);
    EXPECT_EQ(booked.at("/carrierId"), "kr.cjlogistics");
    EXPECT_EQ(booked.at("/trackingNumber").size(), 12U);
    EXPECT_EQ(carrier.get("/v1/parcels/" + booked.at("/parcelId")).at("/reference"), "shp_1");
    EXPECT_EQ(carrier.get("/v1/parcels/by-reference/shp_1").at("/parcelId"),
              booked.at("/parcelId"));
    EXPECT_EQ(carrier.get("/v1/parcels/by-reference/shp_2").code(), "404 NOT_FOUND");
}

TEST(CarrierSandbox, books_once_for_one_idempotency_key_and_once_for_one_reference) {
    Carrier carrier;
    const std::vector<runtime::Header> headers{{"idempotency-key", "k"}};
    const Answered first = carrier.book("shp_1", "", headers);
    EXPECT_EQ(carrier.book("shp_1", "", headers).reply.body, first.reply.body);
    EXPECT_EQ(carrier.book("shp_1", "", headers).status, 201);
    EXPECT_EQ(carrier.book("shp_1").code(), "409 DUPLICATE_REFERENCE");
    EXPECT_EQ(carrier.get("/__sandbox/books").body.at("booked").as_int64(), 1);
}

TEST(CarrierSandbox, refuses_bookings_that_nobody_could_deliver) {
    Carrier carrier;
    const auto with = [&](const char* body) { return carrier.post("/v1/parcels", body).code(); };
    EXPECT_EQ(with("nonsense"), "400 BAD_REQUEST");
    EXPECT_EQ(with(R"({"reference":"a","carrierId":"kr.hanjin"})"), "400 BAD_REQUEST");
    EXPECT_EQ(with(R"({"reference":"a","carrierId":"kr.nobody",)"
                   R"("recipient":{"name":"a","phone":"b","address":"c"}})"),
              "404 NOT_FOUND");
    EXPECT_EQ(carrier.book("shp_1", R"(,"callbackUrl":"ftp://x")").code(), "400 BAD_REQUEST");
}

TEST(CarrierSandbox, cancels_before_the_pickup_only) {
    Carrier carrier;
    const Answered first = carrier.book("shp_1");
    const auto cancel = [&](const Answered& booked) {
        return carrier.call(runtime::Method::del, "/v1/parcels/" + booked.at("/parcelId"));
    };
    EXPECT_EQ(cancel(first).at("/status"), "CANCELLED");
    EXPECT_EQ(cancel(first).status, 200);
    const Answered second = carrier.book("shp_2");
    carrier.advance(second.at("/trackingNumber"), "AT_PICKUP");
    EXPECT_EQ(cancel(second).code(), "409 ALREADY_PICKED_UP");
    EXPECT_EQ(carrier.advance(first.at("/trackingNumber"), "AT_PICKUP").code(), "409 CANCELLED");
    EXPECT_EQ(carrier.get("/__sandbox/books").body.at("cancelled").as_int64(), 1);
}

TEST(CarrierSandbox, tracks_by_graphql_what_was_asked_for) {
    Carrier carrier;
    const std::string number = carrier.book("shp_1").at("/trackingNumber");
    carrier.advance(number, "IN_TRANSIT");
    const Answered tracked = carrier.track(number);
    EXPECT_EQ(tracked.status, 200);
    EXPECT_EQ(tracked.at("/data/track/lastEvent/status/code"), "IN_TRANSIT");
    EXPECT_EQ(tracked.at("/data/track/lastEvent/time"), "2026-01-01T10:00:00+09:00");
    EXPECT_EQ(tracked.at("/data/track/events/edges/0/node/status/code"), "INFORMATION_RECEIVED");
    EXPECT_EQ(tracked.body.at_pointer("/data/track/events/edges").as_array().size(), 2U);
    EXPECT_FALSE(tracked.body.at_pointer("/data/track").as_object().contains("recipient"));
    const Answered aliased =
        carrier.ask("{ parcel: track(carrierId: \"kr.cjlogistics\", trackingNumber: \"" + number +
                    "\") { number: trackingNumber } }");
    EXPECT_EQ(aliased.at("/data/parcel/number"), number);
}

TEST(CarrierSandbox, graphql_errors_have_codes_and_status_200) {
    Carrier carrier;
    const std::string number = carrier.book("shp_1").at("/trackingNumber");
    const auto code = [](const Answered& answer) {
        EXPECT_EQ(answer.status, 200);
        return answer.at("/errors/0/extensions/code");
    };
    const Answered unknown = carrier.track(number, "kr.nobody");
    EXPECT_EQ(code(unknown), "NOT_FOUND");
    EXPECT_EQ(unknown.at("/errors/0/message"), "Carrier not found");
    EXPECT_EQ(code(carrier.track("1")), "NOT_FOUND");
    EXPECT_EQ(code(carrier.track(number, "kr.hanjin")), "NOT_FOUND");
    EXPECT_EQ(code(carrier.ask("{ track(")), "BAD_REQUEST");
    EXPECT_EQ(code(carrier.ask("{ nothing }")), "BAD_REQUEST");
    EXPECT_EQ(code(carrier.ask(std::string(100, '{'))), "BAD_REQUEST");
    EXPECT_EQ(code(carrier.ask("{track(carrierId:\"kr.cjlogistics\",trackingNumber:\"" + number +
                               "\"){colour}}")),
              "BAD_REQUEST");
    EXPECT_EQ(code(carrier.post("/graphql", "nonsense")), "BAD_REQUEST");
}

TEST(CarrierSandbox, the_last_event_is_the_delivery_where_there_is_one) {
    Carrier carrier;
    const std::string number = carrier.book("shp_1").at("/trackingNumber");
    for (const char* to : {"AT_PICKUP", "DELIVERED", "IN_TRANSIT"}) carrier.advance(number, to);
    EXPECT_EQ(carrier.track(number).at("/data/track/lastEvent/status/code"), "DELIVERED");
    EXPECT_EQ(carrier.advance(number, "NOWHERE").code(), "400 BAD_REQUEST");
}

TEST(CarrierSandbox, a_returned_parcel_is_an_exception_called_returned) {
    Carrier carrier;
    const std::string number = carrier.book("shp_1").at("/trackingNumber");
    carrier.advance(number, "RETURNED");
    const Answered tracked = carrier.track(number);
    EXPECT_EQ(tracked.at("/data/track/lastEvent/status/code"), "EXCEPTION");
    EXPECT_EQ(tracked.at("/data/track/lastEvent/status/name"), "반송");
}

TEST(CarrierSandbox, tracks_as_sweet_tracker_does) {
    Carrier carrier;
    const std::string number = carrier.book("shp_1").at("/trackingNumber");
    carrier.advance(number, "OUT_FOR_DELIVERY");
    const Answered by_query =
        carrier.get("/api/v1/trackingInfo?t_key=k&t_code=04&t_invoice=" + number);
    EXPECT_EQ(by_query.at("/result"), "Y");
    EXPECT_EQ(by_query.body.at("level").as_int64(), 5);
    EXPECT_EQ(by_query.at("/lastDetail/timeString"), "2026-01-01 10:00:00");
    carrier.advance(number, "DELIVERED");
    const Answered by_body = carrier.post(
        "/api/v1/trackingInfo", R"({"t_key":"k","t_code":"04","t_invoice":")" + number + R"("})");
    EXPECT_TRUE(by_body.body.at("complete").as_bool());
    EXPECT_EQ(by_body.body.at("trackingDetails").as_array().size(), 3U);
    const Answered wrong =
        carrier.get("/api/v1/trackingInfo?t_key=k&t_code=05&t_invoice=" + number);
    EXPECT_EQ(wrong.status, 200);
    EXPECT_FALSE(wrong.body.at("status").as_bool());
    EXPECT_EQ(wrong.at("/code"), "104");
    EXPECT_EQ(carrier.get("/api/v1/trackingInfo").at("/code"), "101");
}

TEST(CarrierSandbox, calls_back_on_each_event_until_accepted) {
    Carrier carrier;
    const std::string number =
        carrier.book("shp_1", R"(,"callbackUrl":"http://shop/parcel")").at("/trackingNumber");
    carrier.accepts_callbacks = false;
    carrier.advance(number, "AT_PICKUP");
    const std::string expected = R"(http://shop/parcel {"carrierId":"kr.cjlogistics",)"
                                 R"("trackingNumber":")" +
                                 number + R"("})";
    EXPECT_EQ(carrier.sent.at(0), expected);
    carrier.pass(seconds(4));
    EXPECT_EQ(carrier.sent.size(), 1U);
    carrier.accepts_callbacks = true;
    carrier.pass(seconds(1));
    EXPECT_EQ(carrier.sent.size(), 2U);
    carrier.pass(days(1));
    EXPECT_EQ(carrier.sent.size(), 2U);
}

TEST(CarrierSandbox, a_registered_webhook_hears_until_it_expires) {
    Carrier carrier;
    const std::string number = carrier.book("shp_1").at("/trackingNumber");
    const auto register_until = [&](const char* time) {
        return carrier.ask(
            "mutation R($i:RegisterTrackWebhookInput!){registerTrackWebhook(input:$i)}",
            R"({"i":{"carrierId":"kr.cjlogistics","trackingNumber":")" + number +
                R"(","callbackUrl":"http://shop/t","expirationTime":")" + time + R"("}})");
    };
    EXPECT_TRUE(register_until("2026-01-02T00:00:00Z")
                    .body.at_pointer("/data/registerTrackWebhook")
                    .as_bool());
    carrier.advance(number, "AT_PICKUP");
    EXPECT_EQ(carrier.sent.size(), 1U);
    register_until("2026-01-01T00:00:00Z");
    carrier.advance(number, "IN_TRANSIT");
    EXPECT_EQ(carrier.sent.size(), 1U);
}

TEST(CarrierSandbox, parcels_move_on_by_themselves_when_they_may) {
    CarrierOptions options;
    options.advances_itself = true;
    options.time_scale = 60;
    Carrier carrier(options);
    const std::string number = carrier.book("shp_1").at("/trackingNumber");
    const auto status = [&] {
        return carrier.track(number).at("/data/track/lastEvent/status/code");
    };
    carrier.pass(seconds(29));
    EXPECT_EQ(status(), "INFORMATION_RECEIVED");
    carrier.pass(seconds(1));
    EXPECT_EQ(status(), "AT_PICKUP");
    carrier.pass(minutes(2));
    EXPECT_EQ(status(), "IN_TRANSIT");
    carrier.advance(number, "ATTEMPT_FAIL");
    carrier.pass(minutes(20));
    EXPECT_EQ(status(), "OUT_FOR_DELIVERY");
    carrier.pass(minutes(4));
    EXPECT_EQ(status(), "DELIVERED");
    carrier.pass(days(1));
    EXPECT_EQ(
        carrier.get("/__sandbox/books").body.at_pointer("/parcels_by_status/DELIVERED").as_int64(),
        1);
}

TEST(CarrierSandbox, knobs_order_faults_here_too) {
    Carrier carrier;
    carrier.post("/__sandbox/knobs", R"({"reference":"shp_1","cut_after":true,"times":1})");
    carrier.post("/__sandbox/knobs", R"({"reference":"shp_2","fail_before":503,"times":1})");
    EXPECT_TRUE(carrier.book("shp_1").reply.is_cut);
    EXPECT_EQ(carrier.get("/v1/parcels/by-reference/shp_1").status, 200);
    EXPECT_EQ(carrier.book("shp_2").status, 503);
    EXPECT_EQ(carrier.book("shp_2").status, 201);
}

}  // namespace
}  // namespace jangteo::test
