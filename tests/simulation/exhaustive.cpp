// What is tried in full: F1 crashes, F6 fates of calls, F7 notices.

#include <fmt/format.h>

#include <array>

#include "contracts/codec/shape.hpp"
#include "tests/simulation/commands.hpp"
#include "tests/simulation/fleet.hpp"
#include "tests/simulation/story.hpp"

namespace jangteo::simulation {
namespace {

using runtime::Delivery;

struct Case {
    StoryOptions story;
    std::string name;
    std::string end;  // that it must have; "" for any
};

std::string_view text_of(Delivery delivery) { return delivery == Delivery::log ? "log" : "local"; }

constexpr std::array deliveries = {Delivery::local, Delivery::log};

int play_all(const std::vector<Case>& cases, const CommandOptions& options, std::string_view what) {
    FleetOptions fleet;
    fleet.from = 0;
    fleet.count = cases.size();
    fleet.jobs = options.jobs;
    fleet.run = [&](Stage& stage, std::uint64_t number) {
        const Case& one = cases[number];
        StoryResult result = play_story(stage, one.story);
        if (!result.run.failure && !one.end.empty() && result.end != one.end) {
            result.run.failure =
                Failure{"I6", one.name, "it ends in " + result.end + "and should in " + one.end};
        }
        return std::move(result.run);
    };
    FleetResult result = run_fleet(fleet);
    for (const FleetFailure& failure : result.failures) {
        fmt::print("{} breaks {}: {}: {}\n", cases[failure.number].name, failure.failure.invariant,
                   failure.failure.object, failure.failure.words);
    }
    if (!result.failures.empty() && !options.trace.empty()) {
        StoryOptions story = cases[result.failures.front().number].story;
        story.listens = true;
        Stage stage;
        for (const Told& told : play_story(stage, story).run.told) {
            fmt::print("  {} {} {}\n", to_rfc3339(told.at), told.about, told.words);
        }
    }
    fmt::print("{}: {} cases, {} commits, {:.1f} s\n", what, cases.size(), result.coverage.commits,
               result.seconds);
    fmt::print("{} passed, {} failed\n", cases.size() - result.failed, result.failed);
    return result.failed == 0 ? 0 : 1;
}

// Commits of the lane in an undisturbed story.
std::uint64_t commits_of(Stage& stage, StoryOptions options) {
    options.arrange = [](Story& story) { story.world.crash_at = World::CrashAt{}; };
    return play_story(stage, options).commits;
}

}  // namespace

int crash_everywhere(const CommandOptions& options) {
    std::vector<Case> cases;
    Stage stage;
    for (const Script& script : scripts()) {
        for (Delivery delivery : deliveries) {
            StoryOptions story{.script = &script, .delivery = delivery};
            std::uint64_t commits = commits_of(stage, story);
            for (std::uint64_t commit = 1; commit <= commits; ++commit) {
                for (bool is_after : {false, true}) {
                    story.arrange = [commit, is_after](Story& told) {
                        told.world.crash_at = World::CrashAt{commit, is_after};
                    };
                    cases.push_back(
                        {story,
                         fmt::format("{} ({}): a crash {} commit {}", script.name,
                                     text_of(delivery), is_after ? "after" : "before", commit),
                         ""});
                }
            }
        }
    }
    return play_all(cases, options, "F1 crash points");
}

int pair_everything(const CommandOptions& options) {
    constexpr std::array kinds = {"toss.confirm",   "toss.billing_charge", "toss.lookup",
                                  "toss.cancel",    "carrier.book",        "carrier.find",
                                  "carrier.cancel", "carrier.track"};
    std::vector<Fate> fates;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Fate>>(
        [&](auto e) { fates.push_back(e.value); });
    std::vector<Case> cases;
    for (const Script& script : scripts()) {
        for (const char* kind : kinds) {
            bool is_payment = std::string_view(kind).starts_with("toss");
            for (Fate first : fates) {
                for (Fate second : fates) {
                    StoryOptions story{.script = &script};
                    story.arrange = [=](Story& told) {
                        Wire& wire = is_payment ? told.provider.wire : told.carrier.wire;
                        wire.scripted_kind = kind;
                        wire.scripted = {first, second};
                    };
                    cases.push_back(
                        {story,
                         fmt::format("{}: {} meets {}, then {}", script.name, kind,
                                     codec::text_of_enum(first), codec::text_of_enum(second)),
                         ""});
                }
            }
        }
    }
    return play_all(cases, options, "F6 fates of calls");
}

namespace {

// The four notices of F7: true, contradictory, a deposit's, and a forged deposit's.
void send_notice(Story& story, int which) {
    if (story.order_id.empty()) return;
    if (which == 0) return story.provider.send_notice(story.order_id, "DONE");
    if (which == 1) return story.provider.send_notice(story.order_id, "CANCELED");
    payment::ProviderPayment about;
    about.order_id = story.order_id;
    about.secret = which == 2 ? "ps_" + story.payment_key : "guessed";
    story.provider.send_deposit_notice(about, "DONE");
}

// All sequences of the four, of up to four.
std::vector<std::vector<int>> sequences() {
    std::vector<std::vector<int>> all{{}};
    for (std::size_t begin = 0, length = 1; length <= 4; ++length) {
        std::size_t end = all.size();
        for (; begin < end; ++begin) {
            for (int notice = 0; notice < 4; ++notice) {
                all.push_back(all[begin]);
                all.back().push_back(notice);
            }
        }
    }
    return all;
}

}  // namespace

int permute_notices(const CommandOptions& options) {
    // While the call is under way, after its answer, around a cancellation, and long after.
    constexpr std::array<std::array<std::int64_t, 4>, 4> times = {
        {{3'005, 3'010, 3'020, 3'030},
         {3'020, 3'100, 4'000, 9'000},
         {3'010, 60'000, 600'000, 3'000'000},
         {500, 2'000, 545'000, 4'000'000}}};
    std::vector<Case> cases;
    Stage stage;
    auto all = sequences();
    for (const Script& script : scripts()) {
        StoryOptions story{.script = &script};
        bool is_chosen = script.name == "by_card" || script.name == "by_account" ||
                         script.name == "cancelled_while_paying" ||
                         script.name == "deposit_after_the_end";
        if (!is_chosen) continue;
        // What asking gives, when nobody says anything unasked.
        bool needs_notice = script.name == "by_account" || script.name == "deposit_after_the_end";
        std::string end = needs_notice ? "" : play_story(stage, story).end;
        for (const auto& sequence : all) {
            for (const auto& when : times) {
                story.arrange = [sequence, when](Story& told) {
                    told.provider.sends_notices = false;
                    for (std::size_t i = 0; i < sequence.size(); ++i) {
                        told.later(milliseconds(1'000 + when[i]),
                                   [&told, which = sequence[i]] { send_notice(told, which); });
                    }
                };
                std::string notices;
                for (int notice : sequence) notices += " " + std::to_string(notice);
                cases.push_back(
                    {story, fmt::format("{}: notices{} from {} ms", script.name, notices, when[0]),
                     end});
            }
        }
    }
    return play_all(cases, options, "F7 notices");
}

}  // namespace jangteo::simulation
