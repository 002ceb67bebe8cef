#pragma once

// `jangteo audit`: every invariant that applies, against the stores alone, with the shop stopped or
// running (one read snapshot). Invariants are named by their ids (docs/invariants.md).

#include <cstdint>
#include <string>
#include <vector>

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

// The store in a data folder. Fault{permanent} when there is none.
AuditReport audit_store(const std::string& data);
// Any other store, on one snapshot of a connection that reads.
AuditReport audit_reader(sql::Connection& reader);

std::string audit_table(const AuditReport& report);
std::string audit_json(const AuditReport& report);

}  // namespace jangteo::boot
