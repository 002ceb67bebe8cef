#include "inventory/in/stock_answers.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace jangteo::inventory {
namespace {

struct MoveRefusal {
    MoveStockRejection rejection;
    std::string_view field;
    Words title;
};

constexpr MoveRefusal move_refusals[] = {
    {MoveStockRejection::unknown_sku,
     "sku_id",
     {"내 상품에 없는 SKU입니다.", "None of your SKUs."}},
    {MoveStockRejection::restock_not_positive,
     "quantity",
     {"입고 수량은 1 이상입니다.", "A restock is of one or more."}},
    {MoveStockRejection::adjustment_zero,
     "quantity",
     {"조정 수량은 0일 수 없습니다.", "An adjustment is not zero."}},
    {MoveStockRejection::below_reserved,
     "quantity",
     {"주문에 잡힌 수량 아래로 줄일 수 없습니다.", "Orders hold more than this would leave."}},
    {MoveStockRejection::stock_too_large,
     "quantity",
     {"재고가 한도를 넘습니다.", "The stock would exceed its limit."}},
};

const MoveRefusal& refusal_of(MoveStockRejection rejection) {
    return *std::find_if(std::begin(move_refusals), std::end(move_refusals),
                         [&](const MoveRefusal& row) { return row.rejection == rejection; });
}

contracts::ReservationState state_of(const Reservation& reservation) {
    using State = contracts::ReservationState;
    if (reservation.outcome == ReservationOutcome::rejected) return State::rejected;
    if (reservation.holds_anything()) return State::reserved;
    bool expired = std::any_of(reservation.lines.begin(), reservation.lines.end(),
                               [](const ReservedLine& line) { return line.expired > 0; });
    return expired ? State::expired : State::ended;
}

}  // namespace

std::optional<EnterpriseId> enterprise_of(const runtime::Principal& principal) {
    if (principal.is(runtime::Role::operator_)) return std::nullopt;
    return principal.enterprise;
}

runtime::HttpAnswer refused_moves(const runtime::Call& call,
                                  const std::vector<RejectedMove>& rejected) {
    runtime::HttpAnswer answer =
        runtime::problem(call, 422, "stock_movements_refused",
                         {"재고를 옮길 수 없는 줄이 있습니다. 아무것도 바뀌지 않았습니다.",
                          "Some lines cannot be done. Nothing was changed."});
    boost::json::array errors;
    for (const RejectedMove& one : rejected) {
        const MoveRefusal& refusal = refusal_of(one.rejection);
        boost::json::object error;
        error["pointer"] =
            "/movements/" + std::to_string(one.index) + "/" + std::string(refusal.field);
        error["code"] = codec::text_of_enum(one.rejection);
        error["detail"] = refusal.title.in(call.language);
        errors.push_back(std::move(error));
    }
    boost::json::object body = boost::json::parse(answer.body).as_object();
    body["errors"] = std::move(errors);
    answer.body = boost::json::serialize(body);
    return answer;
}

contracts::StockMovementAnswer answer_of(const Movement& movement) {
    return {movement.id,        movement.sku_id,   movement.kind,
            movement.quantity,  movement.on_hand,  movement.reason,
            movement.member_id, movement.order_id, movement.moved_at};
}

std::optional<contracts::ReservationAnswer> answer_of(
    const Reservation& reservation, const std::optional<EnterpriseId>& enterprise) {
    contracts::ReservationAnswer answer{reservation.reservation_id,
                                        reservation.id,
                                        state_of(reservation),
                                        reservation.expires_at,
                                        {},
                                        reservation.version};
    for (const ReservedLine& line : reservation.lines) {
        if (enterprise && line.enterprise_id != *enterprise) continue;
        answer.lines.push_back({line.line, line.sku_id, line.enterprise_id, line.quantity,
                                line.held, line.committed, line.released, line.expired,
                                line.restored, line.written_off});
    }
    if (enterprise && answer.lines.empty()) return std::nullopt;
    return answer;
}

}  // namespace jangteo::inventory
