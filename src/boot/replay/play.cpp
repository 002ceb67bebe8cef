#include "boot/replay/play.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <chrono>

#include "contracts/order/orders.hpp"
#include "contracts/payment/payments.hpp"

namespace jangteo::boot {
namespace {

using contracts::OrderStatus;
using platform::http::ClientAnswer;

constexpr Duration look_again = milliseconds(20);
constexpr Duration look_again_max = milliseconds(500);
constexpr std::int64_t stuck_after_ns = 120'000'000'000;
constexpr int attempts_to_pay_max = 3;
constexpr std::size_t followers = 16;

std::int64_t now_ns() {
    auto ticks = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(ticks).count();
}

bool has_left(const contracts::OrderPartView& part) {
    return part.status != "waiting" && part.status != "approved";
}

bool is_on_its_way(const contracts::OrderView& order) {
    bool moves = order.status == OrderStatus::shipping || order.status == OrderStatus::delivered ||
                 order.status == OrderStatus::completed;
    return moves && std::ranges::all_of(order.parts, has_left);
}

const contracts::CancellationView* find_cancellation(const contracts::OrderView& order,
                                                     const std::string& reason) {
    auto found =
        std::ranges::find(order.cancellations, reason, &contracts::CancellationView::reason);
    return found == order.cancellations.end() ? nullptr : &*found;
}

class Play {
  public:
    Play(Desk& desk, Played& played, Progress& progress);

    Task<void> run();

  private:
    Task<void> play_order(std::size_t index);
    Task<void> place(std::size_t index);
    Task<void> pay(std::size_t index);
    Task<std::string> authorise(std::size_t index);
    Task<bool> confirm(std::size_t index, std::string payment_key);
    Task<void> give_up(std::size_t index);

    Task<void> follow(std::size_t index);
    Task<void> wait_for_parcels(std::size_t index);
    Task<void> refund(std::size_t index);
    Task<void> ask_for_refund(const PlannedRefund& planned, OrderId order);
    bool has_all_refunds(std::size_t index, const contracts::OrderView& order);
    void read(std::size_t index, const contracts::OrderView& order);
    void check_not_stuck(const contracts::OrderView& order) const;

    ApiRequest as_member(std::string target, std::string key) const;

    Desk& desk_;
    Played& played_;
    Progress& progress_;
    std::vector<std::vector<std::size_t>> refunds_;  // by order, in the order of the file
    std::vector<std::int64_t> paid_ns_;              // by order, 0 when it was an earlier run
    std::int64_t lag_ns_ = 0;    // how long parcels took lately: when it is worth looking
    std::int64_t moved_ns_ = 0;  // when an order last came to its end
};

Play::Play(Desk& desk, Played& played, Progress& progress)
    : desk_(desk),
      played_(played),
      progress_(progress),
      refunds_(desk.plan.orders.size()),
      paid_ns_(desk.plan.orders.size()) {
    for (std::size_t i = 0; i < desk.plan.refunds.size(); ++i) {
        refunds_[desk.plan.refunds[i].order].push_back(i);
    }
}

// Two crowds pass over the orders one behind the other: those who buy, and those who look after
// what was bought. Parcels leave in the order they were paid, so the followers wait at the front.
Task<void> Play::run() {
    moved_ns_ = now_ns();
    std::size_t count = desk_.plan.orders.size();
    Task<void> both = for_each(2, 2, [this, count](std::size_t crowd) {
        if (crowd == 0) {
            return for_each(count, desk_.width, [this](std::size_t i) { return play_order(i); });
        }
        return for_each(count, followers, [this](std::size_t i) { return follow(i); });
    });
    co_await both;
}

Task<void> Play::play_order(std::size_t index) {
    OrderInShop& order = desk_.world.orders[index];
    std::int64_t begun = now_ns();
    bool is_new = order.id.is_nil();
    if (is_new) {
        Task<void> placing = place(index);
        co_await placing;
    } else {
        Task<contracts::OrderView> reading = read_order(desk_, order.id);
        contracts::OrderView view = co_await reading;
        read(index, view);
    }
    if (order.end == OrderEnd::open && !order.is_paid) {
        Task<void> paying = pay(index);
        co_await paying;
        paid_ns_[index] = now_ns();
        if (is_new) played_.latency.record(static_cast<std::uint64_t>(now_ns() - begun));
    }
    order.is_played = true;
}

ApiRequest Play::as_member(std::string target, std::string key) const {
    ApiRequest request;
    request.method = runtime::Method::post;
    request.target = std::move(target);
    request.key = std::move(key);
    request.waits = true;
    return request;
}

Task<void> Play::place(std::size_t index) {
    const PlannedOrder& planned = desk_.plan.orders[index];
    OrderInShop& order = desk_.world.orders[index];
    contracts::CreateOrderRequest body;
    auto& lines = body.lines.emplace().value;
    lines.reserve(planned.lines.size());
    for (const PlannedLine& line : planned.lines) {
        lines.push_back({desk_.world.variants[line.variant].sku, line.quantity});
    }
    body.recipient.name = "Customer " + desk_.plan.members[planned.member];
    body.recipient.phone = "010-0000-0000";
    body.recipient.postal_code = "04524";
    body.recipient.address = "서울 중구 세종대로 110";
    body.recipient.note = note_of(planned);
    ApiRequest request = as_member("/v1/orders", "order-" + planned.invoice_no);
    request.body = codec::encode_json(body);
    Task<std::string> asking = desk_.tokens.of_member(desk_.world.members[planned.member]);
    request.token = co_await asking;
    Task<ClientAnswer> calling = desk_.shop.call(request);
    ClientAnswer answer = co_await calling;
    if (is_success(answer)) {
        auto summary = body_of<contracts::OrderSummary>(answer);
        order.id = summary.order_id;
        order.total = summary.total.amount;
        bool is_payable = summary.status == OrderStatus::awaiting_payment;
        if (is_payable) co_return;
        Task<contracts::OrderView> reading = read_order(desk_, order.id);
        contracts::OrderView view = co_await reading;
        read(index, view);
    } else if (answer.status == 409 || answer.status == 422 || answer.status == 400) {
        order.end = OrderEnd::refused;
        order.refusal = problem_of(answer).code;
    } else {
        throw refused(request, answer);
    }
}

Task<void> Play::pay(std::size_t index) {
    OrderInShop& order = desk_.world.orders[index];
    for (int attempt = 0; attempt < attempts_to_pay_max; ++attempt) {
        Task<std::string> authorising = authorise(index);
        std::string payment_key = co_await authorising;
        Task<bool> confirming = confirm(index, std::move(payment_key));
        bool is_settled = co_await confirming;
        if (is_settled) co_return;
        // Refused, or the order is not payable now, or no longer: its state says which.
        Task<contracts::OrderView> reading = read_order(desk_, order.id);
        contracts::OrderView view = co_await reading;
        read(index, view);
        if (order.is_paid || order.end != OrderEnd::open) co_return;
        Task<void> pausing = desk_.shop.pause(look_again);
        co_await pausing;
    }
    Task<void> giving_up = give_up(index);
    co_await giving_up;
}

// The buyer's part in the card company's window.
Task<std::string> Play::authorise(std::size_t index) {
    const OrderInShop& order = desk_.world.orders[index];
    ApiRequest request;
    request.method = runtime::Method::post;
    request.target = "/__sandbox/payments";
    request.body =
        fmt::format(R"({{"amount":{},"orderId":"{}","orderName":"{}","authorize":true}})",
                    order.total, order.id.text(), note_of(desk_.plan.orders[index]));
    Task<ClientAnswer> calling = desk_.toss.expect(std::move(request));
    ClientAnswer answer = co_await calling;
    boost::json::object session = boost::json::parse(answer.body).as_object();
    co_return std::string(session.at("paymentKey").as_string());
}

// True when the money was taken, or will be without us.
Task<bool> Play::confirm(std::size_t index, std::string payment_key) {
    OrderInShop& order = desk_.world.orders[index];
    const PlannedOrder& planned = desk_.plan.orders[index];
    contracts::ConfirmPaymentBody body;
    body.payment_key = payment_key;
    body.order_id = order.id;
    body.amount = won(order.total);
    ApiRequest request = as_member("/v1/payments/confirm", "payment-" + payment_key);
    request.body = codec::encode_json(body);
    Task<std::string> asking = desk_.tokens.of_member(desk_.world.members[planned.member]);
    request.token = co_await asking;
    Task<ClientAnswer> calling = desk_.shop.call(request);
    ClientAnswer answer = co_await calling;
    if (is_success(answer)) {
        auto status = body_of<contracts::PaymentView>(answer).status;
        order.is_paid = status == contracts::PaymentStatus::captured;
        bool is_under_way = status == contracts::PaymentStatus::confirming ||
                            status == contracts::PaymentStatus::unknown;
        co_return order.is_paid || is_under_way;
    }
    if (answer.status != 409) throw refused(request, answer);
    co_return problem_of(answer).code == "other_attempt_open";
}

// An order that cannot be paid ends here and now, not at its deadline.
Task<void> Play::give_up(std::size_t index) {
    const PlannedOrder& planned = desk_.plan.orders[index];
    contracts::CancelOrderRequest body;
    body.reason = "payment_refused";
    ApiRequest request = as_member("/v1/orders/" + desk_.world.orders[index].id.text() + "/cancel",
                                   "give-up-" + planned.invoice_no);
    request.body = codec::encode_json(body);
    Task<std::string> asking = desk_.tokens.of_member(desk_.world.members[planned.member]);
    request.token = co_await asking;
    Task<ClientAnswer> calling = desk_.shop.call(request);
    ClientAnswer answer = co_await calling;
    if (!is_success(answer) && answer.status != 409) throw refused(request, answer);
}

void Play::read(std::size_t index, const contracts::OrderView& view) {
    OrderInShop& order = desk_.world.orders[index];
    order.total = view.total.amount;
    order.captured = view.captured.amount;
    order.refunded = view.refunded.amount;
    order.is_paid = order.captured > 0;
    if (view.status == OrderStatus::cancelled) {
        order.end = OrderEnd::refused;
        order.refusal = view.cancellations.empty() ? "cancelled" : view.cancellations.back().reason;
    } else if (is_on_its_way(view)) {
        order.end = OrderEnd::completed;
    }
}

Task<void> Play::follow(std::size_t index) {
    const OrderInShop& order = desk_.world.orders[index];
    while (!order.is_played) {
        Task<void> pausing = desk_.shop.pause(look_again);
        co_await pausing;
    }
    if (!order.id.is_nil()) {
        Task<void> waiting = wait_for_parcels(index);
        co_await waiting;
    }
    if (order.end == OrderEnd::completed && !refunds_[index].empty()) {
        Task<void> refunding = refund(index);
        co_await refunding;
    }
    moved_ns_ = now_ns();
    progress_.add();
}

Task<void> Play::wait_for_parcels(std::size_t index) {
    const OrderInShop& order = desk_.world.orders[index];
    Duration early{(paid_ns_[index] + lag_ns_ - now_ns()) / 1000};
    if (early > Duration{}) {
        Task<void> pausing = desk_.shop.pause(std::min(early, seconds(2)));
        co_await pausing;
    }
    for (Duration delay = look_again;; delay = std::min(delay + delay, look_again_max)) {
        Task<contracts::OrderView> reading = read_order(desk_, order.id);
        contracts::OrderView view = co_await reading;
        read(index, view);
        if (order.end != OrderEnd::open) {
            bool came_at_once = delay == look_again;
            if (paid_ns_[index] != 0)
                lag_ns_ = (now_ns() - paid_ns_[index]) * (came_at_once ? 97 : 100) / 100;
            co_return;
        }
        check_not_stuck(view);
        Task<void> pausing = desk_.shop.pause(delay);
        co_await pausing;
    }
}

void Play::check_not_stuck(const contracts::OrderView& order) const {
    if (now_ns() - moved_ns_ < stuck_after_ns) return;
    throw Fault(FaultKind::retry_later,
                fmt::format("nothing has moved for two minutes: order {} waits for {}",
                            order.number, order.waits_for));
}

Task<void> Play::refund(std::size_t index) {
    const OrderInShop& order = desk_.world.orders[index];
    Task<contracts::OrderView> reading = read_order(desk_, order.id);
    contracts::OrderView before = co_await reading;
    for (std::size_t i : refunds_[index]) {
        const PlannedRefund& planned = desk_.plan.refunds[i];
        if (find_cancellation(before, reason_of(planned))) continue;
        Task<void> asking = ask_for_refund(planned, order.id);
        co_await asking;
    }
    for (Duration delay = milliseconds(2);; delay = std::min(delay + delay, look_again_max)) {
        Task<contracts::OrderView> looking = read_order(desk_, order.id);
        contracts::OrderView view = co_await looking;
        read(index, view);
        if (has_all_refunds(index, view)) co_return;
        check_not_stuck(view);
        Task<void> pausing = desk_.shop.pause(delay);
        co_await pausing;
    }
}

Task<void> Play::ask_for_refund(const PlannedRefund& planned, OrderId order) {
    const SellerInShop& seller = desk_.world.sellers[static_cast<std::size_t>(planned.seller)];
    contracts::RefundLinesRequest body;
    body.reason = reason_of(planned);
    body.restock = true;
    for (const RefundLine& line : planned.lines) {
        auto number = static_cast<std::int64_t>(line.line) + 1;
        body.lines.value.push_back({number, line.quantity});
    }
    ApiRequest request;
    request.method = runtime::Method::post;
    request.target = "/v1/seller/orders/" + order.text() + "/refunds";
    request.key = fmt::format("refund-{}-{}", planned.invoice_no, order.text());
    request.body = codec::encode_json(body);
    Task<std::string> asking = desk_.tokens.of_seller(seller);
    request.token = co_await asking;
    Task<ClientAnswer> calling = desk_.shop.expect(std::move(request));
    co_await calling;
}

bool Play::has_all_refunds(std::size_t index, const contracts::OrderView& view) {
    OrderInShop& order = desk_.world.orders[index];
    order.refund_lines_done = 0;
    order.units_refunded = 0;
    bool all = true;
    for (std::size_t i : refunds_[index]) {
        const PlannedRefund& planned = desk_.plan.refunds[i];
        const auto* cancellation = find_cancellation(view, reason_of(planned));
        if (!cancellation || cancellation->stage != "done") {
            all = false;
            continue;
        }
        order.refund_lines_done += static_cast<std::int64_t>(planned.lines.size());
        for (const auto& line : cancellation->lines) order.units_refunded += line.quantity;
    }
    return all;
}

}  // namespace

Task<void> play(Desk& desk, Played& played, Progress& progress) {
    Play work(desk, played, progress);
    Task<void> running = work.run();
    co_await running;
}

}  // namespace jangteo::boot
