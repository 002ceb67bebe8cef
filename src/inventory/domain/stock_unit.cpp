#include "inventory/domain/stock_unit.hpp"

#include "kernel/check.hpp"

namespace jangteo::inventory {

std::expected<void, MoveStockRejection> StockUnit::restock(std::int64_t quantity) {
    if (quantity < 1) return std::unexpected(MoveStockRejection::restock_not_positive);
    if (quantity > on_hand_max - on_hand || quantity > on_hand_max - restocked) {
        return std::unexpected(MoveStockRejection::stock_too_large);
    }
    on_hand += quantity;
    restocked += quantity;
    return {};
}

std::expected<void, MoveStockRejection> StockUnit::adjust(std::int64_t quantity) {
    if (quantity == 0) return std::unexpected(MoveStockRejection::adjustment_zero);
    if (quantity < -on_hand_max || quantity > on_hand_max - on_hand) {
        return std::unexpected(MoveStockRejection::stock_too_large);
    }
    if (available() + quantity < 0) return std::unexpected(MoveStockRejection::below_reserved);
    on_hand += quantity;
    adjusted += quantity;
    return {};
}

void StockUnit::hold(std::int64_t quantity) {
    check(quantity > 0 && quantity <= available(), "what is held is free");
    reserved += quantity;
}

void StockUnit::release(std::int64_t quantity) {
    check(quantity > 0 && quantity <= reserved, "what is released is held");
    reserved -= quantity;
}

void StockUnit::commit(std::int64_t quantity) {
    release(quantity);
    deduct(quantity);
}

void StockUnit::deduct(std::int64_t quantity) {
    check(quantity > 0 && quantity <= available(), "what is deducted is there");
    on_hand -= quantity;
    deducted += quantity;
}

void StockUnit::restore(std::int64_t quantity) {
    check(quantity > 0 && quantity <= deducted - restored - written_off,
          "what is restored was deducted");
    on_hand += quantity;
    restored += quantity;
}

void StockUnit::write_off(std::int64_t quantity) {
    check(quantity > 0 && quantity <= deducted - restored - written_off,
          "what is written off was deducted");
    written_off += quantity;
}

bool StockUnit::holds_invariants() const {
    return on_hand >= 0 && reserved >= 0 && available() >= 0 &&
           initial + restocked + adjusted + restored == on_hand + deducted &&
           restored + written_off <= deducted;
}

}  // namespace jangteo::inventory
