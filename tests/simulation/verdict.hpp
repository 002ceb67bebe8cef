#pragma once

// Verdict: what must be true once everything has come to rest: nobody waits, nothing is queued, the
// books of provider and carrier equal ours, every consumer has had every event once and in order,
// and the audit that `jangteo audit` runs finds nothing.

#include <set>
#include <string>
#include <vector>

#include "tests/simulation/carrier.hpp"
#include "tests/simulation/provider.hpp"

namespace jangteo::simulation {

class Verdict {
  public:
    Verdict(World& world, const Provider& provider, const Carrier& carrier)
        : world_(world), db_(world.stage.store.writer()), provider_(provider), carrier_(carrier) {}

    // Aggregates of the simulation's own undecodable events: their letters stay.
    std::set<Uuid> poison;

    // What is not at rest, in words; "" when nothing.
    std::string what_is_left();
    // The orders, payments and parcels of it, one by one.
    std::string who_is_left();
    // Throws a Violation. `acknowledged`: texts of orders that a client was told of.
    void judge(const std::vector<std::string>& acknowledged);
    // Nothing is on its way between services: what they say of each other can be compared.
    bool is_quiet();
    // The audit alone.
    void audit();

  private:
    std::int64_t count(const sql::Query& query);
    void expect(Invariant invariant, bool holds, const std::string& object, std::string_view words);
    void judge_orders(const std::vector<std::string>& acknowledged);
    void judge_provider();
    void judge_carrier();
    void judge_consumers();
    void judge_letters();

    World& world_;
    sql::Connection& db_;
    const Provider& provider_;
    const Carrier& carrier_;
};

}  // namespace jangteo::simulation
