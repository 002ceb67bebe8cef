#include <gtest/gtest.h>

#include "contracts/catalog/events.hpp"
#include "contracts/codec/avro.hpp"
#include "contracts/delivery/events.hpp"
#include "contracts/inventory/events.hpp"
#include "contracts/member/events.hpp"
#include "contracts/order/events.hpp"
#include "contracts/payment/events.hpp"
#include "contracts/seller/events.hpp"
#include "tests/contract/avro_oracle.hpp"

namespace jangteo::contracts {
namespace {

using Events = boost::mp11::mp_list<
    CategoryCreated, ProductCreated, ProductUpdated, ProductStatusChanged, ProductPriceChanged,
    DeliveryStarted, DeliveryStatusChanged, DeliveryCompleted, ShipmentStopped, ProductStockChanged,
    StockReserved, StockRejected, StockCommitted, StockReleased, MemberCreated, MemberUpdated,
    MemberDisabled, OrderCreated, OrderStatusChanged, OrderCancellationRequested, OrderCancelled,
    PaymentCreated, PaymentCompleted, PaymentFailed, PaymentCancelled, RefundInitiated,
    RefundCompleted, EnterpriseCreated, EnterpriseVerified, EnterpriseRejected,
    SellerAccountCreated, SellerAccountRemoved, OrderApproved, OrderRejected>;

template <class T>
class EventsAvro : public ::testing::Test {};

using EventTypes = boost::mp11::mp_rename<Events, ::testing::Types>;
TYPED_TEST_SUITE(EventsAvro, EventTypes, );

TYPED_TEST(EventsAvro, are_understood_by_another_implementation) {
    const auto& shape = codec::shape_of<TypeParam>();
    auto schema = codec::avro_schema(shape, "jangteo.test");
    auto oracle = testing::AvroOracle::of(schema);
    ASSERT_TRUE(oracle) << avro_strerror() << "\n" << schema;
    TypeParam event{};
    EXPECT_EQ(oracle->difference(codec::encode_avro(event), &event, shape), "");
    EXPECT_EQ(oracle->encode(&event, shape), codec::encode_avro(event));
}

}  // namespace
}  // namespace jangteo::contracts
