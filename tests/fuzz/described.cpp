#include "tests/fuzz/described.hpp"

#include <algorithm>
#include <array>

#include "contracts/catalog/categories.hpp"
#include "contracts/catalog/events.hpp"
#include "contracts/catalog/products.hpp"
#include "contracts/delivery/events.hpp"
#include "contracts/delivery/shipments.hpp"
#include "contracts/inventory/events.hpp"
#include "contracts/inventory/stock.hpp"
#include "contracts/member/addresses.hpp"
#include "contracts/member/events.hpp"
#include "contracts/member/members.hpp"
#include "contracts/member/sessions.hpp"
#include "contracts/order/carts.hpp"
#include "contracts/order/events.hpp"
#include "contracts/order/orders.hpp"
#include "contracts/payment/events.hpp"
#include "contracts/payment/payment_methods.hpp"
#include "contracts/payment/payments.hpp"
#include "contracts/seller/approvals.hpp"
#include "contracts/seller/enterprises.hpp"
#include "contracts/seller/events.hpp"
#include "runtime/effect_desk.hpp"
#include "runtime/event.hpp"

namespace jangteo::fuzz {
namespace {

using namespace contracts;

template <class... T>
struct Types {};

using Bodies =
    Types<ActingTokenBody, AddAddressBody, AddPaymentMethodBody, AddSellerAccountBody,
          AddVariantsRequest, ApprovalPolicyBody, CancelOrderRequest, ChangeAddressBody,
          ChangeCategoryRequest, ChangeEnterpriseBody, ChangeMemberBody, ChangePasswordBody,
          ChangePriceRequest, ChangeProductRequest, ChangeProductStatusRequest,
          ChangeVariantRequest, ConfirmPaymentBody, CreateCategoryRequest, CreateEnterpriseBody,
          CreateEnterpriseForBody, CreateMemberBody, CreateOrderRequest, CreateProductForRequest,
          CreateProductRequest, LogInBody, MergeCartRequest, MoveStockRequest, PreparePaymentBody,
          PutCartLineRequest, RefreshSessionBody, RefundAccountBody, RefundLinesRequest,
          RegisterMemberBody, RejectApprovalBody, RejectEnterpriseBody, SetLowStockRequest,
          ShipmentStatusBody, ShippingPolicyBody, TrackingNumberBody>;

using Events =
    Types<CategoryCreated, DeliveryCompleted, DeliveryStarted, DeliveryStatusChanged,
          EnterpriseCreated, EnterpriseRejected, EnterpriseVerified, MemberCreated, MemberDisabled,
          MemberUpdated, OrderApproved, OrderCancellationRequested, OrderCancelled, OrderCreated,
          OrderRejected, OrderStatusChanged, PaymentCancelled, PaymentCompleted, PaymentCreated,
          PaymentFailed, ProductCreated, ProductPriceChanged, ProductStatusChanged,
          ProductStockChanged, ProductUpdated, RefundCompleted, RefundInitiated,
          SellerAccountCreated, SellerAccountRemoved, ShipmentStopped, StockCommitted,
          StockRejected, StockReleased, StockReserved, runtime::Event, runtime::OutboxRecord,
          runtime::StoredOutcome>;

template <class... T>
std::array<Described, sizeof...(T)> describe(Types<T...>) {
    return {Described{&codec::shape_of<T>(),
                      [] { return std::static_pointer_cast<void>(std::make_shared<T>()); }}...};
}

}  // namespace

std::span<const Described> described_bodies() {
    static const auto all = describe(Bodies{});
    return all;
}

std::span<const Described> described_events() {
    static const auto all = describe(Events{});
    return all;
}

const Described* find_described(std::span<const Described> all, std::string_view name) {
    auto found = std::ranges::find_if(
        all, [name](const Described& described) { return described.shape->name == name; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace jangteo::fuzz
