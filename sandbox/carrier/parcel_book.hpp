#pragma once

// ParcelBook: all parcels in memory with their indexes, and those that move on by themselves.

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "sandbox/carrier/parcel.hpp"
#include "sandbox/desk/by_name.hpp"
#include "sandbox/desk/journal.hpp"

namespace jangteo::sandbox::carrier {

enum EntryKind : std::int64_t { entry_parcel = 1, entry_answer = 2, entry_callback = 3 };

class ParcelBook {
  public:
    // `time_scale` times faster than real parcels; 0: they move only when told.
    explicit ParcelBook(std::int64_t time_scale) : time_scale_(time_scale) {}

    Parcel& add(Parcel parcel);
    Parcel* find(std::string_view id);
    Parcel* find_by_reference(std::string_view reference);
    Parcel* find_by_number(std::string_view tracking_number);

    void add_event(Parcel& parcel, ParcelEvent event);
    bool cancel(Parcel& parcel);
    void load(const Entry& entry);

    // Parcels whose next step is due have it added, and are shown to `visit`.
    void advance_due(Timestamp now, const std::function<void(Parcel&)>& visit);

    const std::deque<Parcel>& parcels() const { return parcels_; }
    std::size_t position_of(const Parcel& parcel) const { return by_id_.at(parcel.id); }
    std::int64_t cancelled() const { return cancelled_; }
    std::int64_t in_status(std::size_t status) const { return by_status_[status]; }

  private:
    void count(const Parcel& parcel, std::int64_t sign);
    void plan(const Parcel& parcel);

    std::int64_t time_scale_;
    std::deque<Parcel> parcels_;  // addresses stay
    ByName<std::size_t> by_id_;
    ByName<std::size_t> by_reference_;
    ByName<std::size_t> by_number_;
    std::multimap<Timestamp, std::size_t> plans_;
    std::array<std::int64_t, parcel_statuses> by_status_{};
    std::int64_t cancelled_ = 0;
};

}  // namespace jangteo::sandbox::carrier
