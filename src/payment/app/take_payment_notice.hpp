#pragma once

// TakePaymentNotice: somebody posted a webhook. It is never believed; at most it makes us ask the
// provider.

#include "payment/app/ports.hpp"
#include "payment/domain/notices.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::payment {

struct TakePaymentNotice {
    OrderId order_id;
    Notice notice;
};

enum class NoticeResult { asked, joined, tells_nothing, wrong_secret, unknown_order };
BOOST_DESCRIBE_ENUM(NoticeResult, asked, joined, tells_nothing, wrong_secret, unknown_order)

class TakePaymentNoticeHandler {
  public:
    explicit TakePaymentNoticeHandler(const Payments& payments) : payments_(payments) {}
    NoticeResult handle(runtime::Transaction& tx, const TakePaymentNotice& command) const;

  private:
    const Payments& payments_;
};

}  // namespace jangteo::payment
