#include "tests/simulation/stage.hpp"

#include "contracts/inventory/events.hpp"
#include "contracts/order/events.hpp"
#include "contracts/payment/events.hpp"
#include "runtime/migrate.hpp"
#include "runtime/ops_routes.hpp"

namespace jangteo::simulation {
namespace {

const sql::Query select_tables{
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
    "AND name <> 'runtime_migration' ORDER BY name"};
const sql::Query insert_witnessed{
    "INSERT INTO witness_event (topic, aggregate, event) VALUES (?, ?, ?)"};

constexpr std::string_view witness_table =
    "CREATE TABLE witness_event (number INTEGER PRIMARY KEY, topic TEXT NOT NULL, "
    "aggregate BLOB NOT NULL, event INTEGER NOT NULL)";

template <class E>
Uuid aggregate_of(const E& event) {
    return event.order_id.uuid();
}

}  // namespace

std::uint64_t number_of(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

// The witness writes down what it is given, in the transaction in which it is given it: what it has
// at the end is what a consumer's effects are worth.
template <class E>
void Stage::witness() {
    registry.on<E>("witness", [this](runtime::Transaction& tx, const E& event) {
        std::uint64_t number = number_of(codec::encode_avro(event));
        if (on_witnessed) on_witnessed(number);
        tx.db().execute(insert_witnessed,
                        {E::topic, aggregate_of(event), static_cast<std::int64_t>(number)});
    });
}

void Stage::install_witness() {
    registry.add_migrations({{"witness", 1, "witness", witness_table}});
    witness<contracts::OrderStatusChanged>();
    witness<contracts::OrderCancellationRequested>();
    witness<contracts::PaymentCompleted>();
    witness<contracts::RefundCompleted>();
    witness<contracts::StockReserved>();
}

Stage::Stage() {
    registry.add_migrations(runtime::migrations());
    modules_ = std::make_unique<boot::Modules>(
        boot::Config{}, boot::ModulePorts{tokens, passwords, digest, random, metrics, watches,
                                          &provider, &carrier, &tracking});
    modules_->install(registry, boot::Config{});
    runtime::install_ops_routes(registry, [this]() -> runtime::Lane& { return lane(); });
    install_witness();
    // Each commit keeps copies of the pages that it changes: most of a large one are for nothing.
    store.writer().script("PRAGMA page_size=1024");
    runtime::migrate(store.writer(), registry.migrations(), Timestamp{0});
    keep_first_rows();
}

// Some tables are never empty: their migrations say where something begins.
void Stage::keep_first_rows() {
    sql::Connection& db = store.writer();
    std::vector<std::string> tables;
    {
        auto rows = db.query(select_tables);
        while (rows.next()) tables.emplace_back(rows.text(0));
    }
    for (const std::string& table : tables) {
        wiping_.emplace_back("DELETE FROM " + table);
        const sql::Query count("SELECT count(*) FROM " + table);
        if (sql::integer_of(db.query(count)) == 0) continue;
        const std::string first_rows = "first_" + table;
        db.script("CREATE TABLE " + first_rows + " AS SELECT * FROM " + table);
        wiping_.emplace_back("INSERT INTO " + table + " SELECT * FROM " + first_rows);
    }
}

Stage::~Stage() = default;

void Stage::wipe(std::uint64_t seed) {
    sql::Connection& db = store.writer();
    db.rollback();
    db.begin();
    for (const sql::Query& query : wiping_) db.execute(query);
    db.commit();
    random.seed(seed);
    tokens = test::FakeTokens{};
}

}  // namespace jangteo::simulation
