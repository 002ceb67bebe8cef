#pragma once

// ToyService: three steps across three consumers, timers and an outside system, for tests of the
// runtime. Whatever happens leaves a line in the table toy_trail, in the transaction that did it.
//
//   POST /v1/toys/{toy_id}/moves {"step": 1}   "move 1" → ToyMoved
//        "echo" reacts to ToyMoved:            "echo 1" → ToyEchoed
//        "end" reacts to ToyEchoed:            "end 1"
//   POST /v1/toys/{toy_id}/calls {"step": 1}   "call 1", asks the outside; its outcome: "done 1"
//   PUT /v1/toys/{toy_id}                      412 unless If-Match is 7
//   GET /v1/toys?limit=                        for anyone
//   POST /v1/seller/toys                       for sellers
//   POST /v1/toy-logins                        for anyone, in the class "login"
//
// With `Prefer: wait` a move rests when "echo" has reacted.

#include <functional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::test {

struct ToyMoved {
    static constexpr std::string_view topic = "toy.events";
    OrderId toy_id;
    std::int64_t step = 0;
};
BOOST_DESCRIBE_STRUCT(ToyMoved, (), (toy_id, step))

struct ToyEchoed {
    static constexpr std::string_view topic = "toy.events";
    OrderId toy_id;
    std::int64_t step = 0;
};
BOOST_DESCRIBE_STRUCT(ToyEchoed, (), (toy_id, step))

struct ToyRequest {
    Int<0, 1'000> step;
    std::optional<Text<1, 5>> name;
};
BOOST_DESCRIBE_STRUCT(ToyRequest, (), (step, name))

struct ToyAnswer {
    std::int64_t step = 0;
};
BOOST_DESCRIBE_STRUCT(ToyAnswer, (), (step))

class ToyService {
  public:
    static constexpr std::string_view timer = "toy.timer";

    void install(runtime::Registry& registry);

    // Told what is about to end ("echo 2", …), after it has written its line: may throw.
    std::function<void(const std::string&)> on_line;
    // Called by "echo" for more to publish.
    std::function<void(runtime::Transaction&, const ToyMoved&)> on_echo;
    StubExecutor outside;

    static std::vector<std::string> trail(TestShop& shop);
    static std::string target(const OrderId& toy, std::string_view what);

  private:
    void line(runtime::Transaction& tx, std::string_view what, std::int64_t step);
    void install_routes(runtime::Routes& routes);
    void install_plain_routes(runtime::Routes& routes);
};

// {"step": step}
std::string toy_body(int step);

}  // namespace jangteo::test
