#include "sandbox/carrier/parcel_book.hpp"

#include "contracts/codec/avro.hpp"
#include "kernel/fault.hpp"

namespace jangteo::sandbox::carrier {

namespace {

Parcel* at(std::deque<Parcel>& parcels, const ByName<std::size_t>& index, std::string_view key) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : &parcels[found->second];
}

}  // namespace

Parcel& ParcelBook::add(Parcel parcel) {
    const std::size_t position = parcels_.size();
    parcels_.push_back(std::move(parcel));
    Parcel& added = parcels_.back();
    by_id_.emplace(added.id, position);
    by_reference_.emplace(added.reference, position);
    by_number_.emplace(added.tracking_number, position);
    count(added, 1);
    plan(added);
    return added;
}

Parcel* ParcelBook::find(std::string_view id) { return at(parcels_, by_id_, id); }

Parcel* ParcelBook::find_by_reference(std::string_view reference) {
    return at(parcels_, by_reference_, reference);
}

Parcel* ParcelBook::find_by_number(std::string_view tracking_number) {
    return at(parcels_, by_number_, tracking_number);
}

void ParcelBook::count(const Parcel& parcel, std::int64_t sign) {
    if (parcel.is_cancelled)
        cancelled_ += sign;
    else
        by_status_[static_cast<std::size_t>(parcel.status())] += sign;
}

void ParcelBook::plan(const Parcel& parcel) {
    const auto step = parcel.next_step();
    if (time_scale_ == 0 || !step) return;
    plans_.emplace(parcel.events.back().time + Duration{step->after.us / time_scale_},
                   position_of(parcel));
}

void ParcelBook::add_event(Parcel& parcel, ParcelEvent event) {
    count(parcel, -1);
    parcel.events.push_back(std::move(event));
    count(parcel, 1);
    plan(parcel);
}

bool ParcelBook::cancel(Parcel& parcel) {
    count(parcel, -1);
    const bool is_cancelled = parcel.cancel();
    count(parcel, 1);
    return is_cancelled;
}

void ParcelBook::load(const Entry& entry) {
    if (entry.kind != entry_parcel) return;
    auto parcel = codec::decode_avro<Parcel>(entry.object);
    if (!parcel || parcel->events.empty()) {
        throw Fault(FaultKind::permanent,
                    "the books were written by another version of the sandbox");
    }
    Parcel* known = find(parcel->id);
    if (known == nullptr) {
        add(std::move(*parcel));
        return;
    }
    count(*known, -1);
    *known = std::move(*parcel);
    count(*known, 1);
    plan(*known);
}

void ParcelBook::advance_due(Timestamp now, const std::function<void(Parcel&)>& visit) {
    while (!plans_.empty() && plans_.begin()->first <= now) {
        const auto [due, position] = *plans_.begin();
        plans_.erase(plans_.begin());
        Parcel& parcel = parcels_[position];
        const auto step = parcel.next_step();
        // Somebody may have moved or cancelled it since this was planned.
        if (!step || parcel.events.back().time + Duration{step->after.us / time_scale_} != due) {
            continue;
        }
        add_event(parcel, {step->status, now, "", std::string(korean_name_of(step->status))});
        visit(parcel);
    }
}

}  // namespace jangteo::sandbox::carrier
