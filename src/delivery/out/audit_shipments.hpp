#pragma once

#include "runtime/audit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::delivery {

// Every shipment: started ones have their parcel, stopped ones have none on its way.
void audit_shipments(sql::Connection& db, runtime::Audit& audit);

}  // namespace jangteo::delivery
