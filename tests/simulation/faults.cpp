#include "tests/simulation/faults.hpp"

#include "contracts/codec/shape.hpp"

namespace jangteo::simulation {
namespace {

// How often a kind strikes at each opportunity, in a hundred thousand. Opportunities differ: a
// write happens thirty times in a transaction, a poison is offered once for each event.
std::int64_t usual_rate(Trouble kind) {
    switch (kind) {
        case Trouble::write_fails:
        case Trouble::crash_in_transaction: return 12;
        case Trouble::read_fails: return 6;
        case Trouble::commit_fails:
        case Trouble::crash_before_commit:
        case Trouble::crash_after_commit: return 150;
        case Trouble::disk_full:
        case Trouble::poison_kills:
        case Trouble::process_paused: return 150;
        case Trouble::poison_throws: return 600;
        // Offered once for each five minutes.
        case Trouble::poison_undecodable:
        case Trouble::long_downtime: return 1'000;
        case Trouble::table_fails:
        case Trouble::crash_while_idle:
        case Trouble::stale_process:
        case Trouble::clock_forward:
        case Trouble::clock_back:
        case Trouble::clock_frozen: return 2'000;
        case Trouble::delivery_repeated: return 8'000;
        case Trouble::delivery_held: return 10'000;
        case Trouble::call_configuration: return 300;
        case Trouble::wrong_amount: return 3'000;
        case Trouble::notice_lost:
        case Trouble::notice_repeated:
        case Trouble::notice_late:
        case Trouble::notice_forged: return 20'000;
        default: return 4'000;
    }
}

}  // namespace

std::string_view name_of(Trouble kind) { return codec::text_of_enum(kind); }

Faults::Faults(std::uint64_t seed) : chance_(seed, 2) {
    constexpr std::array<std::int64_t, 4> strengths = {0, 1, 2, 5};
    for (std::size_t i = 0; i < fault_kinds; ++i) {
        std::int64_t strength = strengths[static_cast<std::size_t>(chance_.below(4))];
        rates_[i] = usual_rate(static_cast<Trouble>(i)) * strength / 2;
    }
}

bool Faults::strikes(Trouble kind) {
    auto index = static_cast<std::size_t>(kind);
    if (!are_on_ || rates_[index] == 0) return false;
    if (chance_.below(100'000) >= rates_[index]) return false;
    ++struck_[index];
    return true;
}

}  // namespace jangteo::simulation
