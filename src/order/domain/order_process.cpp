#include "order/domain/order_process.hpp"

namespace jangteo::order {

std::string_view waits_for(Status status) {
    switch (status) {
        case Status::pending: return "inventory: stock reserved or rejected";
        case Status::awaiting_payment: return "the member: payment before the deadline";
        case Status::paid: return "the sellers: approval of every part";
        case Status::approved: return "delivery: shipments started";
        case Status::shipping: return "the carrier: every parcel delivered";
        case Status::delivered: return "the member: receipt, or the end of the return period";
        case Status::cancelling: return "payment and inventory: money and stock put back";
        case Status::completed:
        case Status::cancelled: return "nothing";
    }
    return "";
}

}  // namespace jangteo::order
