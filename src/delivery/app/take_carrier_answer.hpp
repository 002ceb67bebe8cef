#pragma once

// The outcomes of the calls to carriers and tracking services come back here.

#include "delivery/app/ports.hpp"
#include "delivery/domain/shipping.hpp"
#include "runtime/registry.hpp"

namespace jangteo::delivery {

class TakeCarrierAnswerHandler {
  public:
    TakeCarrierAnswerHandler(const Shipments& shipments, const TrackingLog& log,
                             const PollPolicy& poll)
        : shipments_(shipments), log_(log), poll_(poll) {}

    void take_booking(runtime::Transaction& tx, const runtime::Effect& effect,
                      const runtime::Outcome& outcome) const;
    void take_find(runtime::Transaction& tx, const runtime::Effect& effect,
                   const runtime::Outcome& outcome) const;
    void take_cancel(runtime::Transaction& tx, const runtime::Effect& effect,
                     const runtime::Outcome& outcome) const;
    void take_report(runtime::Transaction& tx, const runtime::Effect& effect,
                     const runtime::Outcome& outcome) const;

  private:
    std::optional<Shipment> shipment_of(runtime::Transaction& tx,
                                        const runtime::Effect& effect) const;

    const Shipments& shipments_;
    const TrackingLog& log_;
    const PollPolicy& poll_;
};

}  // namespace jangteo::delivery
