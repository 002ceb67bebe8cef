#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {

std::span<const Target* const> all_targets() {
    static constexpr const Target* all[] = {
        &json_bodies,     &avro_events,     &avro_schemas,  &http_requests,
        &http2_requests,  &http_answers,    &http2_answers, &http_calls,
        &queries,         &tokens,          &toss_notices,  &toss_answers,
        &carrier_notices, &carrier_answers, &order_books,   &settings,
        &config_files,    &kafka_records,   &words};
    return all;
}

}  // namespace jangteo::fuzz
