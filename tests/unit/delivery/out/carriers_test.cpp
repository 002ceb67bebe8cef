#include <gtest/gtest.h>

#include "delivery/app/carrier_calls.hpp"
#include "delivery/out/parcel_booking.hpp"
#include "delivery/out/sweet_tracker.hpp"
#include "delivery/out/tracker_delivery.hpp"

namespace jangteo::delivery {
namespace {

using platform::http::ClientAnswer;
using platform::http::ClientFailure;
using platform::http::ClientProblem;
using runtime::Outcome;
using runtime::OutcomeKind;

Outcome booking(std::string_view kind, int status, const std::string& body = "") {
    return booking_outcome(kind, ClientAnswer{status, {}, body});
}
Outcome graphql(const std::string& body, int status = 200) {
    return tracker_delivery_outcome(ClientAnswer{status, {}, body});
}
Outcome sweet(const std::string& body) {
    return sweet_tracker_outcome(ClientAnswer{200, {}, body});
}

std::vector<TrackingEvent> events_of(const Outcome& outcome) {
    return codec::decode_avro<TrackingReport>(outcome.payload).value().events;
}

TEST(ParcelBooking, books_under_the_shipments_reference) {
    runtime::Effect effect;
    effect.kind = book_effect;
    effect.key = "book:1";
    ParcelCall call;
    call.carrier = "kr.hanjin";
    call.address = Address{"김", "010", "04524", "서울", ""};
    effect.payload = codec::encode_avro(call);
    auto request = booking_request(effect, "http://shop/v1/webhooks/carrier");
    EXPECT_EQ(request.target, "/v1/parcels");
    EXPECT_NE(request.body.find(call.shipment_id.text()), std::string::npos);
    EXPECT_NE(request.body.find("callbackUrl"), std::string::npos);
    EXPECT_EQ(request.headers.at(0).value, "book:1");
}

TEST(ParcelBooking, reads_what_the_carrier_decided) {
    std::string parcel = R"({"parcelId":"p","carrierId":"c","trackingNumber":"1","status":"X"})";
    EXPECT_EQ(booking(book_effect, 201, parcel).kind, OutcomeKind::done);
    EXPECT_EQ(booking(book_effect, 201, "{}").kind, OutcomeKind::unknown);
    auto refused = booking(book_effect, 400, R"({"code":"BAD_REQUEST"})");
    EXPECT_EQ(refused.kind, OutcomeKind::refused);
    EXPECT_EQ(refused.code, "BAD_REQUEST");
    EXPECT_EQ(booking(book_effect, 409).kind, OutcomeKind::unknown);  // Its reference finds it.
    EXPECT_EQ(booking(book_effect, 503).kind, OutcomeKind::unknown);
    EXPECT_EQ(booking(find_effect, 404).kind, OutcomeKind::refused);
    EXPECT_EQ(booking(cancel_effect, 204).kind, OutcomeKind::done);
    EXPECT_EQ(booking(cancel_effect, 404).kind, OutcomeKind::done);
    EXPECT_EQ(booking(cancel_effect, 409).kind, OutcomeKind::refused);
    EXPECT_EQ(booking(book_effect, 429).kind, OutcomeKind::not_sent);
    // Our key is wrong, or somebody in between speaks: that decides nothing about a parcel.
    for (int status : {401, 403, 429, 500}) {
        EXPECT_NE(booking(find_effect, status).kind, OutcomeKind::refused) << status;
        EXPECT_NE(booking(cancel_effect, status).kind, OutcomeKind::refused) << status;
    }
    auto failed = [](ClientFailure failure) {
        return booking_outcome(book_effect, std::unexpected(ClientProblem{failure, ""})).kind;
    };
    EXPECT_EQ(failed(ClientFailure::not_sent), OutcomeKind::not_sent);
    EXPECT_EQ(failed(ClientFailure::lost), OutcomeKind::unknown);
}

std::string scan(const std::string& code, const std::string& words) {
    return R"({"node":{"time":"2026-01-01T10:00:00+09:00","status":{"code":")" + code +
           R"(","name":null},"description":")" + words + R"(","location":{"name":"서울"}}})";
}

TrackingMove move_of(const std::string& code, const std::string& words = "") {
    auto outcome =
        graphql(R"({"data":{"track":{"events":{"edges":[)" + scan(code, words) + "]}}}}");
    return events_of(outcome).at(0).move;
}

TEST(TrackerDelivery, maps_every_code) {
    EXPECT_EQ(move_of("INFORMATION_RECEIVED"), TrackingMove::none);
    EXPECT_EQ(move_of("UNKNOWN"), TrackingMove::none);
    EXPECT_EQ(move_of("AT_PICKUP"), TrackingMove::picked_up);
    EXPECT_EQ(move_of("IN_TRANSIT"), TrackingMove::in_transit);
    EXPECT_EQ(move_of("OUT_FOR_DELIVERY"), TrackingMove::out_for_delivery);
    EXPECT_EQ(move_of("AVAILABLE_FOR_PICKUP"), TrackingMove::out_for_delivery);
    EXPECT_EQ(move_of("DELIVERED"), TrackingMove::delivered);
    EXPECT_EQ(move_of("ATTEMPT_FAIL"), TrackingMove::attempt_failed);
    EXPECT_EQ(move_of("EXCEPTION", "사고"), TrackingMove::exception);
    EXPECT_EQ(move_of("EXCEPTION", "반송"), TrackingMove::returned);
    EXPECT_EQ(move_of("EXCEPTION", "반송 중"), TrackingMove::exception);
    EXPECT_EQ(move_of("WORD_OF_TOMORROW"), TrackingMove::none);
}

TEST(TrackerDelivery, finds_errors_behind_http_200) {
    auto error = [](const std::string& code) {
        return graphql(R"({"errors":[{"extensions":{"code":")" + code + R"("}}]})").kind;
    };
    EXPECT_EQ(error("NOT_FOUND"), OutcomeKind::refused);
    EXPECT_EQ(error("INTERNAL"), OutcomeKind::unknown);
    EXPECT_EQ(graphql("<html>", 502).kind, OutcomeKind::unknown);
    EXPECT_EQ(graphql(R"({"data":{"track":null}})").kind, OutcomeKind::refused);
}

TEST(SweetTracker, maps_levels_and_finds_errors_behind_http_200) {
    auto outcome = sweet(R"({"result":"Y","complete":true,"trackingDetails":[
        {"time":1767229200000,"level":3,"where":"옥천","kind":"간선상차","code":null},
        {"time":1767232800000,"level":"6","where":"서울","kind":"배송완료"}]})");
    auto events = events_of(outcome);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].move, TrackingMove::in_transit);
    EXPECT_EQ(events[0].time, Timestamp{1'767'229'200'000'000});
    EXPECT_EQ(events[1].move, TrackingMove::delivered);
    EXPECT_EQ(sweet(R"({"status":false,"code":"104"})").kind, OutcomeKind::refused);
    EXPECT_EQ(sweet(R"({"status":false,"code":"105"})").kind, OutcomeKind::unknown);
    EXPECT_EQ(events_of(sweet(R"({"completeYN":"Y"})")).at(0).move, TrackingMove::delivered);
}

TEST(SweetTracker, posts_and_still_can_get) {
    SweetTrackerOptions options;
    options.api_key = "k&y";
    EXPECT_EQ(sweet_tracker_request(options, "04", "123").body,
              R"({"t_key":"k&y","t_code":"04","t_invoice":"123"})");
    options.uses_get = true;
    EXPECT_EQ(sweet_tracker_request(options, "04", "123").target,
              "/api/v1/trackingInfo?t_key=k%26y&t_code=04&t_invoice=123");
}

}  // namespace
}  // namespace jangteo::delivery
