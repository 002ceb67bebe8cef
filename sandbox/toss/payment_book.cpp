#include "sandbox/toss/payment_book.hpp"

#include "contracts/codec/avro.hpp"
#include "kernel/fault.hpp"

namespace jangteo::sandbox::toss {

namespace {

template <class T>
T decoded(const Entry& entry) {
    auto object = codec::decode_avro<T>(entry.object);
    if (!object) {
        throw Fault(FaultKind::permanent,
                    "the books were written by another version of the sandbox");
    }
    return std::move(*object);
}

}  // namespace

Payment& PaymentBook::add(Payment payment) {
    payments_.push_back(std::move(payment));
    Payment& added = payments_.back();
    const std::size_t position = payments_.size() - 1;
    by_key_.emplace(added.payment_key, position);
    by_order_[added.order_id].push_back(position);
    count(added, 1);
    index(added);
    return added;
}

Payment* PaymentBook::find(std::string_view payment_key) {
    const auto found = by_key_.find(payment_key);
    return found == by_key_.end() ? nullptr : &payments_[found->second];
}

Payment* PaymentBook::find_by_order(std::string_view order_id) {
    const auto found = by_order_.find(order_id);
    if (found == by_order_.end()) return nullptr;
    Payment* last_paid = nullptr;
    for (const std::size_t position : found->second) {
        if (payments_[position].captured_amount > 0) last_paid = &payments_[position];
    }
    return last_paid != nullptr ? last_paid : &payments_[found->second.back()];
}

Payment* PaymentBook::find_by_account(std::string_view account_number) {
    const auto found = by_account_.find(account_number);
    return found == by_account_.end() ? nullptr : &payments_[found->second];
}

void PaymentBook::count(const Payment& payment, std::int64_t sign) {
    totals_.captured += sign * payment.captured_amount;
    totals_.refunded += sign * payment.refunded_amount();
    totals_.by_status[static_cast<std::size_t>(payment.status)] += sign;
}

void PaymentBook::index(Payment& payment) {
    const std::size_t position = position_of(payment);
    if (payment.virtual_account) by_account_[payment.virtual_account->account_number] = position;
    if (payment.status == PaymentStatus::READY) {
        ready_.emplace_back(payment.requested_at, position);
    } else if (payment.status == PaymentStatus::IN_PROGRESS) {
        in_progress_.emplace_back(*payment.authenticated_at, position);
    }
}

std::size_t PaymentBook::position_of(const Payment& payment) const {
    return by_key_.at(payment.payment_key);
}

Billing& PaymentBook::add(Billing billing) {
    billings_.push_back(std::move(billing));
    reindex(billings_.back());
    return billings_.back();
}

void PaymentBook::reindex(Billing& billing) {
    if (!billing.billing_key.empty()) by_billing_key_[billing.billing_key] = &billing;
    if (!billing.auth_key.empty()) by_auth_key_[billing.auth_key] = &billing;
}

Billing* PaymentBook::find_billing(std::string_view billing_key) {
    const auto found = by_billing_key_.find(billing_key);
    return found == by_billing_key_.end() ? nullptr : found->second;
}

Billing* PaymentBook::find_auth(std::string_view auth_key) {
    const auto found = by_auth_key_.find(auth_key);
    return found == by_auth_key_.end() ? nullptr : found->second;
}

void PaymentBook::load(const Entry& entry) {
    if (entry.kind == entry_payment) {
        auto payment = decoded<Payment>(entry);
        Payment* known = find(payment.payment_key);
        if (known == nullptr) {
            add(std::move(payment));
        } else {
            change(*known, [&](Payment& kept) {
                kept = std::move(payment);
                return true;
            });
        }
    } else if (entry.kind == entry_billing) {
        auto billing = decoded<Billing>(entry);
        Billing* known = billing.auth_key.empty() ? find_billing(billing.billing_key)
                                                  : find_auth(billing.auth_key);
        if (known == nullptr) {
            add(std::move(billing));
        } else {
            *known = std::move(billing);
            reindex(*known);
        }
    }
}

void PaymentBook::each_due(Timestamp now, std::pair<Duration, Duration> windows,
                           const std::function<void(Payment&)>& visit) {
    const auto pass = [&](auto& queue, Duration window) {
        while (!queue.empty() && queue.front().first + window <= now) {
            const std::size_t position = queue.front().second;
            queue.pop_front();
            visit(payments_[position]);
        }
    };
    pass(ready_, windows.first);
    pass(in_progress_, windows.second);
}

}  // namespace jangteo::sandbox::toss
