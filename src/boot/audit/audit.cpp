#include "boot/audit/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "boot/declared_shop.hpp"
#include "boot/modules.hpp"
#include "boot/shop_stores.hpp"
#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "runtime/audit_runtime.hpp"
#include "runtime/migrate.hpp"

namespace jangteo::boot {
namespace {

// What no service can say alone: that the books of several agree.
void compare_services(runtime::Audit& audit) {
    for (const auto& [order_id, facts] : audit.orders) {
        std::string id = order_id.text();
        audit.expect("M4", "whatever is paid, reserved or shipped belongs to an order", facts.known,
                     id, "the order service does not know it");
        if (!facts.known || audit.on_the_way.contains(order_id)) continue;
        audit.expect("M3", "one payment for each order", facts.payments == 1, id,
                     fmt::format("it has {} payments", facts.payments));
        bool quiet = facts.quiet && facts.payment_quiet;
        audit.expect("M4", "order and payment agree on what was captured",
                     facts.captured == facts.provider_captured || !quiet, id,
                     fmt::format("{} against {}", facts.captured, facts.provider_captured));
        audit.expect("M4", "order and payment agree on what was refunded",
                     facts.refunded == facts.provider_refunded || !quiet, id,
                     fmt::format("{} against {}", facts.refunded, facts.provider_refunded));
        audit.expect("M5", "order and payment name the same evidence",
                     facts.captured == 0 || facts.payment_key == facts.provider_key, id,
                     "the keys differ");
        audit.expect("S6", "a paid order had its stock", !facts.paid || facts.reserved, id,
                     "it is paid and nothing was ever reserved");
        audit.expect("S3", "a cancelled order holds no stock",
                     !facts.cancelled || facts.units_held == 0, id,
                     fmt::format("it still holds {} units", facts.units_held));
        audit.expect("S3", "a cancelled order keeps no stock that was deducted for it",
                     !facts.cancelled || facts.units_committed == 0, id,
                     fmt::format("{} units of it are still deducted", facts.units_committed));
        audit.expect("G2", "whatever is refunded was first to be undone by the order",
                     std::ranges::all_of(facts.refunded_for,
                                         [&](const CancellationId& refund) {
                                             return std::ranges::count(facts.cancellations,
                                                                       refund) == 1;
                                         }),
                     id, "a refund has no cancellation");
        audit.expect("A4", "an order ships only with a shipment",
                     !facts.ships || facts.shipments_started > 0, id,
                     "it says it ships and no shipment has started");
    }
}

const sql::Query quick_check{"PRAGMA quick_check(1)"};

// Pages, and what leads from one to another; what stands in them is checked by those who wrote it.
void audit_structure(sql::Connection& db, const std::string& path, runtime::Audit& audit) {
    auto rows = db.query(quick_check);
    rows.next();
    std::string words(rows.text(0));
    audit.expect("D4", "the file's structure is whole", words == "ok", path, words);
}

// Why the tables are not those of this version, or "". What cannot be read at all the audit finds.
std::string version_problem(sql::Connection& db, const std::vector<std::string>& services) {
    Config config;
    config.services = services;
    const auto steps = migrations_of(config);
    try {
        const auto missing = runtime::missing_migrations(db, steps);
        if (missing.empty() || missing.size() == steps.size()) return "";
        return fmt::format(
            "the store is an older version's ({} of {} steps are missing): start the shop on it, "
            "or run `jangteo migrate`, and audit it then",
            missing.size(), steps.size());
    } catch (const Fault& newer) {
        if (newer.kind() != FaultKind::permanent) throw;
        return newer.what();
    }
}

void audit_tables(sql::Connection& db, const std::vector<std::string>& services,
                  runtime::Audit& audit) {
    runtime::audit_runtime(db, audit);
    if (serves(services, "order")) order::OrderModule::audit(db, audit);
    if (serves(services, "payment")) payment::PaymentModule::audit(db, audit);
    if (serves(services, "inventory")) inventory::InventoryModule::audit(db, audit);
    if (serves(services, "delivery")) delivery::DeliveryModule::audit(db, audit);
}

bool keep_all_books(const std::vector<AuditPart>& parts) {
    constexpr std::array<std::string_view, 4> keepers = {"order", "payment", "inventory",
                                                         "delivery"};
    return std::ranges::all_of(keepers, [&](std::string_view keeper) {
        return std::ranges::any_of(
            parts, [&](const AuditPart& part) { return serves(part.services, keeper); });
    });
}

AuditReport report_of(const runtime::Audit& audit) {
    AuditReport report{audit.checks(), audit.violations(), 0, 0};
    for (const auto& check : report.checks) {
        report.objects += check.objects;
        report.violations_total += check.violations;
    }
    return report;
}

}  // namespace

void audit_services(sql::Connection& db, runtime::Audit& audit) {
    audit_tables(db, {}, audit);
    compare_services(audit);
}

AuditReport audit_store(const std::string& data) {
    const std::string path = existing_store_file(data);
    runtime::Audit audit;
    std::string problem;
    try {
        auto db = platform::sqlite::open_read_only(path);
        audit_structure(*db, path, audit);
        db->begin();
        problem = version_problem(*db, {});
        if (problem.empty()) audit_services(*db, audit);
        db->rollback();
    } catch (const Fault& fault) {
        audit.expect("D4", "the store can be read to its end", false, path, fault.what());
    }
    if (!problem.empty()) throw Fault(FaultKind::permanent, path + ": " + problem);
    return report_of(audit);
}

AuditReport audit_parts(const std::vector<AuditPart>& parts, Timestamp now) {
    runtime::Audit audit;
    for (const AuditPart& part : parts) {
        // Before the snapshot: where there are no tables, the question alone would spoil it.
        const std::string problem = version_problem(part.reader, part.services);
        if (!problem.empty()) throw Fault(FaultKind::permanent, problem);
        part.reader.begin();
        audit_tables(part.reader, part.services, audit);
        if (parts.size() > 1) runtime::leave_out_since(part.reader, now - settling_time, audit);
        part.reader.rollback();
    }
    if (keep_all_books(parts)) compare_services(audit);
    return report_of(audit);
}

std::string audit_table(const AuditReport& report) {
    std::string out;
    auto back = std::back_inserter(out);
    for (const auto& check : report.checks) {
        fmt::format_to(back, "  {:<3} {:<60} {:>10} checked {:>8}\n", check.id, check.about,
                       check.objects,
                       check.violations == 0 ? "ok" : fmt::format("{} WRONG", check.violations));
    }
    for (const auto& violation : report.violations) {
        fmt::format_to(back, "  {} {}: {}\n", violation.invariant, violation.object,
                       violation.words);
    }
    fmt::format_to(back, "  {} invariants checked on {} objects: {} violation{}\n",
                   report.checks.size(), report.objects, report.violations_total,
                   report.violations_total == 1 ? "" : "s");
    return out;
}

std::string audit_json(const AuditReport& report) {
    namespace json = boost::json;
    json::array checks;
    for (const auto& check : report.checks) {
        checks.push_back(json::object{{"id", check.id},
                                      {"about", check.about},
                                      {"objects", check.objects},
                                      {"violations", check.violations}});
    }
    json::array violations;
    for (const auto& violation : report.violations) {
        violations.push_back(json::object{{"invariant", violation.invariant},
                                          {"object", violation.object},
                                          {"words", violation.words}});
    }
    return json::serialize(json::object{{"invariants_checked", report.checks.size()},
                                        {"objects", report.objects},
                                        {"violations", report.violations_total},
                                        {"checks", std::move(checks)},
                                        {"found", std::move(violations)}});
}

}  // namespace jangteo::boot
