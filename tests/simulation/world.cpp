#include "tests/simulation/world.hpp"

#include <algorithm>

#include "kernel/fault.hpp"
#include "runtime/work_message.hpp"
#include "tests/simulation/violation.hpp"

namespace jangteo::simulation {
namespace {

runtime::Delivery delivery_of(const WorldOptions& options) {
    if (options.delivery) return *options.delivery;
    return Chance(options.seed, 9).one_in(3) ? runtime::Delivery::log : runtime::Delivery::local;
}

}  // namespace

World::World(Stage& on_stage, WorldOptions options)
    : stage(on_stage),
      faults(options.seed),
      chance(options.seed, 1),
      watch(on_stage.store.writer(), coverage, history),
      delivery(delivery_of(options)),
      chance_of_network_(options.seed, 3),
      chance_of_schedule_(options.seed, 4) {
    stage.wipe(options.seed);
    stage.lane = [this]() -> runtime::Lane& { return (acting_ ? *acting_ : *life_).lane; };
    stage.on_witnessed = [this](std::uint64_t event) { on_witnessed(event); };
    set_clock();
    start_life();
}

World::~World() {
    is_closing_ = true;
    agenda_.clear();
    ghost_.reset();
    life_.reset();
    stage.on_witnessed = nullptr;
}

void World::start_life() {
    coverage.lives = ++lives_;
    life_ = std::make_unique<Life>(stage, *this, clock, LifeOptions{delivery, this});
    life_->runs_at = now_;
    try {
        life_->lane.recover();
    } catch (const std::exception&) {
        // The disk cannot be read: the start fails, and somebody starts it again.
        kill(seconds(5));
    }
}

void World::kill(Duration downtime) {
    if (!life_) return;
    // The modules outlive it here; what they keep for its batch does not.
    life_->store.writer().forget_batch();
    life_.reset();
    stage.store.writer().rollback();
    history.mix("killed");
    if (history.listening()) history.tell(now_, "", "the process ends");
    after(downtime, [this] {
        if (history.listening()) history.tell(now_, "", "the process starts");
        if (!life_) start_life();
    });
}

Timestamp World::next() const {
    Timestamp lane = never;
    if (life_) lane = life_->is_woken ? std::min(life_->runs_at, now_) : life_->runs_at;
    return std::min(lane, agenda_.next());
}

bool World::step() {
    if (life_ && life_->is_woken) {
        life_->is_woken = false;
        life_->runs_at = std::min(life_->runs_at, now_ + scheduling_delay());
    }
    Timestamp lane = life_ ? life_->runs_at : never;
    if (lane == never && agenda_.empty()) return false;
    if (lane <= agenda_.next()) {
        move_time(lane);
        run_lane();
    } else {
        move_time(agenda_.next());
        agenda_.run_next();
    }
    return true;
}

void World::move_time(Timestamp to) {
    now_ = std::max(now_, to);
    set_clock();
}

void World::set_clock() { clock.set(frozen_at_ ? *frozen_at_ : now_ + skew_); }

void World::set_skew(Duration skew) {
    skew_ = skew;
    set_clock();
}

void World::freeze_clock(Duration how_long) {
    frozen_at_ = now_ + skew_;
    after(how_long, [this] {
        frozen_at_.reset();
        set_clock();
        if (life_) life_->is_woken = true;
    });
}

void World::repair() {
    faults.end();
    skew_ = {};
    frozen_at_.reset();
    disk_is_full_until_ = {};
    table_is_broken_until_ = {};
    held_until_.clear();
    set_clock();
    if (!life_) start_life();
    life_->is_woken = true;
}

Duration World::scheduling_delay() {
    if (faults.strikes(Trouble::process_paused)) {
        return chance_of_schedule_.between(seconds(1), seconds(40));
    }
    std::int64_t kind = chance_of_schedule_.below(10);
    if (kind < 7) return chance_of_schedule_.between(microseconds(20), milliseconds(1));
    return chance_of_schedule_.between(milliseconds(1), milliseconds(20));
}

void World::run_lane() {
    Life& life = *life_;
    bool has_worked = false;
    acting_ = &life;
    try {
        has_worked = life.lane.run_batch();
    } catch (const Killed&) {
        acting_ = nullptr;
        bool is_long = faults.strikes(Trouble::long_downtime);
        kill(is_long ? faults.chance().between(minutes(20), hours(3))
                     : faults.chance().between(milliseconds(50), seconds(60)));
        watch.look();
        return;
    }
    acting_ = nullptr;
    if (has_worked) watch.look();
    life.runs_at = has_worked ? now_ + scheduling_delay() : due_of_lane();
}

void World::overtake(Duration pause) {
    constexpr int wakes = 4;
    if (!life_ || ghost_) return;
    if (history.listening()) history.tell(now_, "", "the process is paused, another starts");
    ghost_ = std::move(life_);
    start_life();
    // It could not read the store, so it has not taken it either.
    if (!life_) return ghost_.reset();
    for (int i = 0; i < wakes; ++i) after(pause + seconds(i), [this] { run_ghost(); });
    after(pause + seconds(wakes), [this] { ghost_.reset(); });
}

// Whatever it had in mind is its successor's now (G3).
void World::run_ghost() {
    if (!ghost_) return;
    ghost_has_acted_ = false;
    acting_ = ghost_.get();
    ghost_->lane.run_batch();
    acting_ = nullptr;
    coverage.checked("G3");
    if (ghost_has_acted_) {
        throw Violation("G3", "the process", "it was overtaken, and commits or calls outside");
    }
}

// In true time, of what the lane means to do by its own clock.
Timestamp World::due_of_lane() {
    runtime::Lane& lane = life_->lane;
    Timestamp due = lane.next_due();
    if (due.us == INT64_MAX) return never;
    Timestamp soon = now_ + milliseconds(1);
    if (frozen_at_) return now_ + seconds(1);
    // All that waits is held back.
    if (!lane.consumers().idle()) {
        soon = now_ + seconds(30);
        for (const auto& [partition, until] : held_until_) {
            if (until > now_) soon = std::min(soon, until);
        }
    }
    return std::max(soon, due - skew_);
}

OutcomeTaker World::guarded(OutcomeTaker done) {
    if (acting_ == ghost_.get()) ghost_has_acted_ = true;
    std::weak_ptr<int> breath = acting_->breath;
    return [breath, done = std::move(done)](runtime::Outcome outcome) {
        if (breath.lock()) done(std::move(outcome));
    };
}

void World::transact(std::function<void(runtime::Transaction&)> work) {
    if (!life_) return;
    life_->lane.post(
        std::make_unique<runtime::WorkMessage>("simulation", std::move(work), nullptr));
}

void World::before(StoreStep step) {
    if (!faults.are_on() && !crash_at) return;
    bool is_in_lane = acting_ && acting_ == life_.get();
    switch (step) {
        case StoreStep::read:
            if (faults.strikes(Trouble::read_fails))
                throw Fault(jangteo::FaultKind::retry_later, "cannot read");
            return;
        case StoreStep::begin:
            if (is_in_lane && faults.strikes(Trouble::disk_full))
                fill_disk(faults.chance().between(milliseconds(100), seconds(30)));
            [[fallthrough]];
        case StoreStep::execute:
            if (now_ < disk_is_full_until_)
                throw Fault(jangteo::FaultKind::retry_later, "the disk is full");
            if (faults.strikes(Trouble::write_fails))
                throw Fault(jangteo::FaultKind::retry_later, "cannot write");
            if (is_in_lane && faults.strikes(Trouble::crash_in_transaction)) throw Killed{};
            return;
        case StoreStep::commit:
            if (is_in_lane) ++commits_seen;
            if (is_in_lane && crash_at && crash_at->commit == commits_seen && !crash_at->after)
                throw Killed{};
            if (now_ < disk_is_full_until_ || faults.strikes(Trouble::commit_fails)) {
                throw Fault(jangteo::FaultKind::retry_later, "cannot commit");
            }
            if (is_in_lane && faults.strikes(Trouble::crash_before_commit)) throw Killed{};
            return;
    }
}

void World::on_write(const sql::Query& query) {
    watch.wrote(query);
    if (now_ >= table_is_broken_until_) return;
    if (query.text().find(broken_table_) == std::string::npos) return;
    throw Fault(jangteo::FaultKind::permanent, broken_table_ + " is broken");
}

void World::after_commit() {
    ++coverage.commits;
    if (acting_ && acting_ == ghost_.get()) ghost_has_acted_ = true;
    if (!acting_ || acting_ != life_.get()) return;
    if (crash_at && crash_at->commit == commits_seen && crash_at->after) throw Killed{};
    if (faults.strikes(Trouble::crash_after_commit)) throw Killed{};
}

bool World::hold(std::string_view consumer, std::string_view topic, int partition) {
    if (!faults.are_on()) return false;
    auto known = held_until_.find(std::tuple(consumer, topic, partition));
    if (known != held_until_.end()) {
        if (now_ < known->second) return true;
        held_until_.erase(known);
        return false;
    }
    if (!faults.strikes(Trouble::delivery_held)) return false;
    bool is_long = faults.chance().one_in(40);
    std::tuple key(std::string(consumer), std::string(topic), partition);
    held_until_[key] = now_ + (is_long ? faults.chance().between(minutes(5), minutes(90))
                                       : faults.chance().between(milliseconds(5), seconds(20)));
    return true;
}

bool World::repeat(std::string_view, const runtime::Event& event) {
    constexpr int times_max = 3;
    if (!faults.strikes(Trouble::delivery_repeated)) return false;
    return ++repeated_[event.id] <= times_max;
}

void World::on_witnessed(std::uint64_t event) {
    auto known = poisoned_.find(event);
    if (known == poisoned_.end()) {
        if (faults.strikes(Trouble::poison_kills)) {
            poisoned_[event] = 0;
            throw Killed{};
        }
        if (!faults.strikes(Trouble::poison_throws)) return;
        known = poisoned_.emplace(event, 1 + faults.chance().below(14)).first;
    }
    if (known->second == 0) return;
    --known->second;
    throw Fault(jangteo::FaultKind::permanent, "poisoned");
}

}  // namespace jangteo::simulation
