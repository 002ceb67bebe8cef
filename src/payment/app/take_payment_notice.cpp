#include "payment/app/take_payment_notice.hpp"

#include "payment/app/carry_out.hpp"

namespace jangteo::payment {

NoticeResult TakePaymentNoticeHandler::handle(runtime::Transaction& tx,
                                              const TakePaymentNotice& command) const {
    auto payment = payments_.find(tx.db(), payment_of(command.order_id));
    if (!payment) return NoticeResult::unknown_order;
    NoticeDecision result = take_notice(*payment, command.notice);
    carry_out(tx, payments_, *payment, result.decision);
    switch (result.effect) {
        case NoticeEffect::asked: return NoticeResult::asked;
        case NoticeEffect::joined: return NoticeResult::joined;
        case NoticeEffect::tells_nothing: return NoticeResult::tells_nothing;
        case NoticeEffect::wrong_secret: return NoticeResult::wrong_secret;
    }
    return NoticeResult::unknown_order;
}

}  // namespace jangteo::payment
