#include "boot/replay/replay.hpp"
#include "boot/replay/desk.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <optional>

#include "boot/audit/audit.hpp"
#include "boot/replay/own_shop.hpp"
#include "boot/replay/play.hpp"
#include "boot/replay/recover.hpp"
#include "boot/replay/report.hpp"
#include "boot/replay/set_up.hpp"
#include "boot/signals.hpp"

namespace jangteo::boot {
namespace {

constexpr auto look_every = std::chrono::milliseconds(5);
constexpr std::size_t violations_shown_max = 10;

double now_seconds() {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

Plan read_plan(const ReplayOptions& options) {
    Planner planner(options.invoices_max);
    read_order_book(options.file, [&](BookLine& line) {
        planner.add(line);
        return true;
    });
    return planner.finish();
}

void say_broken_rows(const Plan& plan, const std::string& file) {
    for (const BrokenRow& row : plan.broken_rows) {
        fmt::print(stderr, "{}:{}: {} (row skipped)\n", file, row.line, row.problem);
    }
    auto shown = static_cast<std::int64_t>(plan.broken_rows.size());
    std::int64_t all = plan.lines.of(LineClass::broken_row);
    if (all > shown) fmt::print(stderr, "{}: {} more rows skipped\n", file, all - shown);
}

World empty_world(const Plan& plan) {
    World world;
    world.variants.resize(plan.variants.size());
    world.members.resize(plan.members.size());
    world.orders.resize(plan.orders.size());
    return world;
}

// Everything of a run against one shop; the parts that talk live on the loop's thread.
class Run {
  public:
    Run(const ReplayOptions& options, const Endpoints& endpoints, const Plan& plan,
        StopSignals& signals)
        : plan_(plan),
          signals_(signals),
          world_(empty_world(plan)),
          loop_(std::make_shared<platform::http::IoLoop>()),
          shop_({.url = endpoints.shop_url,
                 .name = "the shop",
                 .connections = options.concurrency + 32,
                 .patience = options.patience,
                 .services_hear_later = !options.shop.shop_url.empty()},
                loop_, is_stopping_),
          toss_({endpoints.toss_url, "the payment sandbox", options.concurrency}, loop_,
                is_stopping_),
          tokens_(shop_, endpoints.login),
          desk_{plan_, world_, shop_, toss_, tokens_, options.stock_factor, options.concurrency} {}

    // False when a signal stopped it.
    bool play_all(double begun);
    Report report(double begun) const;
    const Desk& desk() const { return desk_; }
    std::int64_t orders_ended() const;

  private:
    bool finish(Task<void> task);

    const Plan& plan_;
    StopSignals& signals_;
    std::atomic<bool> is_stopping_{false};
    World world_;
    std::shared_ptr<platform::http::IoLoop> loop_;
    ReplayApi shop_;
    ReplayApi toss_;
    Tokens tokens_;
    Desk desk_;
    Played played_;
    ReadBack read_back_;
    ReplayTimes times_;
};

// Waits for a task's end, and for a signal meanwhile.
bool Run::finish(Task<void> task) {
    std::future<void> done = start(*loop_, task);
    while (done.wait_for(look_every) != std::future_status::ready) {
        if (is_stopping_ || !signals_.wait_for(Duration{})) continue;
        is_stopping_ = true;
        signals_.exit_on_next();
        fmt::print(stderr, "\nstopping (again to stop at once)\n");
    }
    try {
        done.get();
    } catch (const Stopped&) {
        return false;
    }
    return true;
}

bool Run::play_all(double begun) {
    if (!finish(recover(desk_))) return false;
    Progress preparing(standard_progress(), "set-up", set_up_steps(plan_));
    if (!finish(set_up(desk_, preparing))) return false;
    preparing.finish();
    double prepared = now_seconds();
    times_.set_up_seconds = prepared - begun;
    Progress playing(standard_progress(), "orders", static_cast<std::int64_t>(plan_.orders.size()));
    if (!finish(play(desk_, played_, playing))) return false;
    playing.finish();
    times_.orders_seconds = now_seconds() - prepared;
    return finish(read_back(desk_, read_back_));
}

Report Run::report(double begun) const {
    Report report = make_report(desk_, read_back_);
    report.times = times_;
    report.times.seconds = now_seconds() - begun;
    report.times.p50_ms = played_.latency.quantile_ms(0.5);
    report.times.p99_ms = played_.latency.quantile_ms(0.99);
    return report;
}

std::int64_t Run::orders_ended() const {
    return std::ranges::count_if(world_.orders,
                                 [](const auto& order) { return order.end != OrderEnd::open; });
}

AuditFigures audit_figures(const std::string& data) {
    AuditReport audit = audit_store(data);
    AuditFigures figures;
    figures.invariants_checked = static_cast<std::int64_t>(audit.checks.size());
    figures.violations = audit.violations_total;
    for (const runtime::AuditViolation& violation : audit.violations) {
        if (figures.first_violations.size() == violations_shown_max) break;
        figures.first_violations.push_back(
            fmt::format("{} {}: {}", violation.invariant, violation.object, violation.words));
    }
    return figures;
}

void write_report(const std::string& path, const Report& report) {
    std::ofstream file(path);
    file << report_json(report);
    file.close();
    if (!file) throw Fault(FaultKind::permanent, "cannot write " + path);
}

// What does not add up, each in one line.
void say_broken(const Report& report) {
    for (const Equation& equation : report.broken) {
        fmt::print(stderr, "does not add up: {}: {} is not {}\n", equation.words, equation.left,
                   equation.right);
    }
    if (!report.provider.first_difference.empty()) {
        fmt::print(stderr, "  {}\n", report.provider.first_difference);
    }
    for (const std::string& violation : report.audit.first_violations) {
        fmt::print(stderr, "  {}\n", violation);
    }
}

void check_report_file(const std::string& path) {
    if (path.empty()) return;
    std::ofstream file(path, std::ios::app);
    if (!file) throw Fault(FaultKind::permanent, "cannot write " + path);
}

int play_and_report(const ReplayOptions& options) {
    double begun = now_seconds();
    StopSignals signals;
    check_report_file(options.report_file);
    const Plan plan = read_plan(options);
    say_broken_rows(plan, options.file);

    std::optional<OwnShop> own;
    if (options.shop.shop_url.empty()) own.emplace(options.data);
    Endpoints endpoints = own ? own->endpoints() : options.shop;
    Run run(options, endpoints, plan, signals);
    if (!run.play_all(begun)) {
        fmt::print(stderr, "stopped after {} of {} orders; {}\n", run.orders_ended(),
                   plan.orders.size(),
                   options.data.empty() && own ? "nothing is kept without --data"
                                               : "the same command goes on from here");
        return status_stopped;
    }
    Report report = run.report(begun);
    if (own) own->stop();
    std::string data = own ? own->folder() : options.data;
    if (!data.empty()) report.audit = audit_figures(data);
    finish_report(run.desk(), report);

    fmt::print("{}", report_table(report));
    if (!options.report_file.empty()) write_report(options.report_file, report);
    say_broken(report);
    if (report.broken.empty()) {
        fmt::print("everything adds up\n");
        return 0;
    }
    if (own) own->keep_folder();
    if (own) fmt::print(stderr, "the data is in {}\n", own->folder());
    return 1;
}

}  // namespace

// A shop that stops answering is no wrong flag or file.
int run_replay(const ReplayOptions& options) {
    try {
        return play_and_report(options);
    } catch (const Fault& fault) {
        if (fault.kind() == FaultKind::permanent) throw;
        fmt::print(stderr, "jangteo: {}\n", fault.what());
        return 1;
    }
}

}  // namespace jangteo::boot
