#pragma once

// `jangteo audit`: every invariant that applies, against the stores alone, with the shop stopped or
// running (one read snapshot). Invariants are named by their ids (docs/invariants.md).

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/timestamp.hpp"
#include "runtime/audit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::boot {

struct AuditReport {
    std::vector<runtime::AuditCheck> checks;
    std::vector<runtime::AuditViolation> violations;  // at most runtime::violations_kept_max
    std::int64_t objects = 0;                         // checked, over all invariants
    std::int64_t violations_total = 0;
};

// All services' checks and what they say of each other; inside a snapshot that the caller holds.
void audit_services(sql::Connection& db, runtime::Audit& audit);

// The store in a data folder. Fault{permanent} when there is none, or it is another version's.
AuditReport audit_store(const std::string& data);

// A database, and whose tables it has; none named: all services'.
struct AuditPart {
    sql::Connection& reader;
    std::vector<std::string> services;
};
// Databases of one shop, each on a snapshot of a connection that reads. The books of services are
// compared where all that keep books are among them. Several are not seen at the same moment:
// orders with an event in the last `settling_time` are left out of the comparison. Fault{permanent}
// for another version's.
inline constexpr Duration settling_time = seconds(10);
AuditReport audit_parts(const std::vector<AuditPart>& parts, Timestamp now);

std::string audit_table(const AuditReport& report);
std::string audit_json(const AuditReport& report);

}  // namespace jangteo::boot
