#include "boot/audit/self_audit.hpp"

#include <fmt/format.h>

namespace jangteo::boot {
namespace {

constexpr std::size_t violations_logged_max = 20;

}  // namespace

SelfAudit::SelfAudit(std::function<AuditReport()> audit, SelfAuditPorts ports)
    : audit_(std::move(audit)),
      ports_(ports),
      audits_(ports.metrics.counter("jangteo_audits_total", "Audits of the running shop")),
      violations_(ports.metrics.gauge("jangteo_invariant_violations",
                                      "Violations that the last audit found")),
      objects_(ports.metrics.gauge("jangteo_audit_objects", "Objects that the last audit checked")),
      seconds_(ports.metrics.gauge("jangteo_audit_seconds", "Duration of the last audit")) {}

void SelfAudit::start(Duration every) {
    if (every <= Duration{}) return;
    ports_.background.run_after(every, [this, every] {
        run();
        start(every);
    });
}

void SelfAudit::run() {
    auto before = ports_.clock.monotonic_ns();
    try {
        AuditReport report = audit_();
        violations_.set(static_cast<double>(report.violations_total));
        objects_.set(static_cast<double>(report.objects));
        seconds_.set(static_cast<double>(ports_.clock.monotonic_ns() - before) / 1e9);
        audits_.add();
        for (std::size_t i = 0; i < report.violations.size() && i < violations_logged_max; ++i) {
            const auto& found = report.violations[i];
            ports_.log.write(
                runtime::LogLevel::error, "invariant_violated",
                {{"invariant", found.invariant}, {"object", found.object}, {"words", found.words}});
        }
    } catch (const std::exception& error) {
        ports_.log.write(runtime::LogLevel::error, "audit_failed", {{"error", error.what()}});
    }
}

}  // namespace jangteo::boot
