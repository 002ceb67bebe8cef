"""Trees that tools/check_architecture.py must refuse, each by one rule, or accept."""

APP = "src/order/app/create_order.cpp"
OUT = "src/order/out/sql_orders.cpp"
SQL = "src/order/out/migrations/0001_orders.sql"


def tree(path: str, text: str, *others: str) -> dict[str, str]:
    return {path: text} | {other: "" for other in others}


def include(path: str, target: str, kind: str = '"') -> dict[str, str]:
    """`path` includes `target`, which exists."""
    if kind == "<":
        return {path: f"#include <{target}>\n"}
    base = "" if target.startswith("sandbox/") else "src/"
    return {path: f'#include "{target}"\n', base + target: ""}


# (what is wrong, the rule that must see it, the files)
REFUSED = [
    ("a folder of src/ that is in no row", "room", tree("src/warehouse/pallet.hpp", "")),
    ("a loose file in src/", "room", tree("src/all.hpp", "")),
    ("a file beside a service's rooms", "room", tree("src/order/order.hpp", "")),
    ("a room that a service does not have", "room", tree("src/order/model/order.hpp", "")),
    ("a brand that is in no row", "room", tree("src/platform/oracle/oracle.cpp", "")),

    ("one service including another's app", "include", include(APP, "payment/app/ports.hpp")),
    ("one service including another's domain", "include", include(APP, "catalog/domain/offer.hpp")),
    ("one service including another's door", "include", include(APP, "payment/payment_module.hpp")),
    ("a module including another module", "include",
     include("src/order/order_module.cpp", "payment/payment_module.hpp")),
    ("domain including its own app", "include",
     include("src/order/domain/order.cpp", "order/app/ports.hpp")),
    ("domain including contracts", "include",
     include("src/order/domain/order.cpp", "contracts/order/order_created.hpp")),
    ("domain including the runtime", "include",
     include("src/order/domain/order.cpp", "runtime/transaction.hpp")),
    ("app including its own out", "include", include(APP, "order/out/sql_orders.hpp")),
    ("app including its own in", "include", include(APP, "order/in/http_orders.hpp")),
    ("app including the platform", "include", include(APP, "platform/sqlite/connection.hpp")),
    ("in including the platform", "include",
     include("src/order/in/http_orders.cpp", "platform/http/server.hpp")),
    ("in including its own out", "include",
     include("src/order/in/http_orders.cpp", "order/out/sql_orders.hpp")),
    ("out including its own in", "include", include(OUT, "order/in/http_orders.hpp")),
    ("kernel including contracts", "include",
     include("src/kernel/id.hpp", "contracts/codec/json.hpp")),
    ("contracts including the runtime", "include",
     include("src/contracts/order/order_created.hpp", "runtime/event.hpp")),
    ("the codec including a contract", "include",
     include("src/contracts/codec/json.cpp", "contracts/order/order_created.hpp")),
    ("runtime including a contract of a service", "include",
     include("src/runtime/lane.cpp", "contracts/order/order_created.hpp")),
    ("runtime including the platform", "include",
     include("src/runtime/lane.cpp", "platform/sqlite/connection.hpp")),
    ("runtime including a service", "include",
     include("src/runtime/lane.cpp", "order/order_module.hpp")),
    ("one brand including another", "include",
     include("src/platform/http/server.cpp", "platform/sqlite/connection.hpp")),
    ("platform including a service", "include",
     include("src/platform/http/server.cpp", "order/app/ports.hpp")),
    ("boot reaching past a door", "include",
     include("src/boot/shop.cpp", "order/app/create_order.hpp")),
    ("the sandbox including a service", "include",
     include("sandbox/toss/toss.cpp", "payment/domain/payment.hpp")),
    ("the sandbox including a contract of a service", "include",
     include("sandbox/toss/toss.cpp", "contracts/payment/payment_captured.hpp")),
    ("a service including the sandbox", "include", include(OUT, "sandbox/toss/toss.hpp")),
    ("angle brackets as a way round", "include",
     {APP: "#include <payment/app/ports.hpp>\n", "src/payment/app/ports.hpp": ""}),

    ("SQLite outside its brand", "library", include(OUT, "sqlite3.h", "<")),
    ("Asio outside platform/http", "library",
     include("src/runtime/lane.cpp", "boost/asio.hpp", "<")),
    ("Beast in a service", "library",
     include("src/order/in/http_orders.cpp", "boost/beast/http.hpp", "<")),
    ("libsodium outside its brand", "library",
     include("src/member/domain/password.cpp", "sodium.h", "<")),
    ("one brand using another's library", "library",
     include("src/platform/sqlite/connection.cpp", "sodium.h", "<")),
    ("JSON in a domain", "library", include("src/order/domain/order.cpp", "boost/json.hpp", "<")),
    ("JSON in an app", "library", include(APP, "boost/json.hpp", "<")),
    ("Boost in the kernel", "library", include("src/kernel/id.hpp", "boost/describe.hpp", "<")),
    ("the operating system in a service", "library", include(APP, "sys/socket.h", "<")),

    ("an include beside the file", "path", {APP: '#include "ports.hpp"\n'}),
    ("an include that climbs", "path", {APP: '#include "../domain/order.hpp"\n'}),
    ("an include of a file that is not there", "path",
     {APP: '#include "order/domain/order.hpp"\n'}),

    ("a thread in the runtime", "world", tree("src/runtime/lane.cpp", "std::thread worker;\n")),
    ("a thread header in the runtime", "world", include("src/runtime/lane.cpp", "thread", "<")),
    ("a sleep in a service", "world", tree(APP, "std::this_thread::sleep_for(second);\n")),
    ("the system clock in a service", "world",
     tree(APP, "auto now = std::chrono::system_clock::now();\n")),
    ("the steady clock in the runtime", "world",
     tree("src/runtime/lane.cpp", "using Clock = std::chrono::steady_clock;\n")),
    ("a random device in the kernel", "world",
     tree("src/kernel/id.cpp", "std::random_device device;\n")),
    ("a random engine in a service", "world", tree(APP, "std::mt19937 engine;\n")),
    ("a clock in the sandbox's rooms", "world",
     tree("sandbox/toss/toss.cpp", "std::chrono::system_clock::now();\n")),

    ("a statement on another service's table", "tables",
     tree(OUT, 'const char* q = "SELECT id FROM inventory_stock_units";\n')),
    ("a join with another service's table", "tables",
     tree(OUT, 'auto q = R"(SELECT 1 FROM order_orders o\nJOIN member_members m ON 1)";\n')),
    ("another service's table in the second literal", "tables",
     tree(OUT, 'auto q = "SELECT id "\n    "FROM payment_payments";\n')),
    ("an update of the runtime's table", "tables",
     tree(OUT, 'auto q = "UPDATE runtime_outbox SET state = 1";\n')),
    ("an insert into a table without an owner", "tables",
     tree(OUT, 'auto q = "INSERT INTO orders(id) VALUES (?)";\n')),
    ("a table whose name is put in at run time", "tables",
     tree(OUT, 'auto q = "DELETE FROM {}";\n')),
    ("a migration that creates a table without an owner", "tables",
     tree(SQL, "CREATE TABLE IF NOT EXISTS orders (id BLOB PRIMARY KEY);\n")),
    ("a foreign key across services", "tables",
     tree(SQL, "CREATE TABLE order_orders (m BLOB REFERENCES member_members(id));\n")),
    ("an index on another service's table", "tables",
     tree(SQL, "CREATE INDEX order_by_sku ON catalog_variants (sku);\n")),
    ("the runtime reading a service's table", "tables",
     tree("src/runtime/outbox.cpp", 'auto q = "SELECT 1 FROM order_orders";\n')),

    ("two files that include each other", "cycle",
     {"src/kernel/a.hpp": '#include "kernel/b.hpp"\n',
      "src/kernel/b.hpp": '#include "kernel/a.hpp"\n'}),

    ("a folder called utils", "name", tree("src/order/domain/utils/text.hpp", "")),
    ("a folder called common", "name", tree("src/kernel/common/text.hpp", "")),
    ("a folder called helpers among the tests", "name", tree("tests/unit/helpers/text.hpp", "")),
]

ACCEPTED = [
    ("a use case with its neighbours", {
        APP: '#include "order/app/create_order.hpp"\n\n#include <chrono>\n#include <fmt/format.h>\n'
             "// Not a std::thread: words in comments are free.\n"
             'const char* text = "std::thread, system_clock";\n',
        "src/order/app/create_order.hpp":
            '#include "contracts/order/create_order.hpp"\n#include "kernel/id.hpp"\n'
            '#include "order/domain/order.hpp"\n#include "runtime/transaction.hpp"\n',
        "src/contracts/order/create_order.hpp": "#include <boost/describe.hpp>\n",
        "src/kernel/id.hpp": "",
        "src/runtime/transaction.hpp": "",
        "src/order/domain/order.hpp": "",
        "src/order/README.md": "",
    }),
    ("a door", {
        "src/order/order_module.cpp": '#include "order/out/sql_orders.hpp"\n'
                                      '#include "platform/sqlite/connection.hpp"\n',
        "src/order/out/sql_orders.hpp": "",
        "src/platform/sqlite/connection.hpp": "#include <sqlite3.h>\n",
    }),
    ("boot with every door, a clock and a thread", {
        "src/boot/main.cpp": '#include "order/order_module.hpp"\n#include <thread>\n'
                             "#include <sys/wait.h>\nstd::thread t;\n"
                             "std::chrono::system_clock c;\n",
        "src/order/order_module.hpp": "",
    }),
    ("statements on a service's own tables",
     tree(OUT, 'auto q = "WITH recent AS (SELECT id FROM order_orders) SELECT r.id FROM recent r '
               'JOIN order_lines l ON 1";\nauto s = "INSERT INTO order_orders(id) VALUES (?) ON '
               'CONFLICT(id) DO UPDATE SET id = 1";\nauto t = "removed from the cart";\n'
               'auto u = "SELECT value FROM json_each(?)"; // FROM member_members\n')),
    ("a migration of a service's own tables",
     tree(SQL, "-- Copied FROM member_members by events.\nCREATE TABLE order_orders (t TEXT);\n"
               "CREATE UNIQUE INDEX order_by_t ON order_orders (t);\n")),
    ("the audit in boot, which reads all tables",
     tree("src/boot/audit.cpp", 'auto q = "SELECT 1 FROM order_orders, inventory_stock_units";\n')),
]
