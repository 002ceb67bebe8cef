#include "boot/audit/self_audit.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "boot/declared_shop.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "runtime/migrate.hpp"
#include "runtime/registry.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::boot {
namespace {

class SelfAuditTest : public ::testing::Test {
  protected:
    SelfAuditTest() {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
    }
    ~SelfAuditTest() override { std::filesystem::remove_all(folder); }

    std::unique_ptr<platform::sqlite::SqliteStore> empty_store() {
        auto store = std::make_unique<platform::sqlite::SqliteStore>(
            platform::sqlite::SqliteOptions{.path = folder + "/jangteo.db", .durable = false});
        auto migrations = runtime::migrations();
        auto more = declared_registry().migrations();
        migrations.insert(migrations.end(), more.begin(), more.end());
        runtime::migrate(store->writer(), migrations, clock.now());
        return store;
    }

    double value(std::string_view name) { return metrics.gauge(name, "").value(); }
    std::uint64_t audits() { return metrics.counter("jangteo_audits_total", "").value(); }

    const std::string folder =
        std::filesystem::temp_directory_path() / ("jangteo_self_audit_" + std::to_string(getpid()));
    test::VirtualClock clock;
    test::InlineBackground background{clock};
    test::SilentLog log;
    runtime::Metrics metrics;
    SelfAudit audit{[this] { return audit_store(folder); }, {background, clock, metrics, log}};
};

TEST_F(SelfAuditTest, shows_what_it_finds) {
    auto store = empty_store();
    audit.run();
    EXPECT_EQ(audits(), 1U);
    EXPECT_EQ(value("jangteo_invariant_violations"), 0);
    store->writer().script(
        "INSERT INTO runtime_consumer (consumer, topic, partition, record, event) "
        "VALUES ('order', 'payment.events', 0, 99, 0)");
    audit.run();
    EXPECT_EQ(value("jangteo_invariant_violations"), 1);
    EXPECT_GE(value("jangteo_audit_objects"), 1);
    store->writer().script("DELETE FROM runtime_consumer");
    audit.run();
    EXPECT_EQ(value("jangteo_invariant_violations"), 0);
    EXPECT_EQ(audits(), 3U);
}

TEST_F(SelfAuditTest, runs_as_often_as_it_is_told) {
    auto store = empty_store();
    audit.start(minutes(10));
    background.run_due();
    EXPECT_EQ(audits(), 0U);
    for (int i = 1; i <= 3; ++i) {
        clock.set(clock.now() + minutes(10));
        background.run_due();
        EXPECT_EQ(audits(), static_cast<std::uint64_t>(i));
    }
}

TEST_F(SelfAuditTest, never_runs_unless_it_is_told) {
    audit.start(Duration{});
    clock.set(clock.now() + days(1));
    background.run_due();
    EXPECT_EQ(audits(), 0U);
}

TEST_F(SelfAuditTest, without_a_store_says_so_and_goes_on) {
    audit.run();
    EXPECT_EQ(audits(), 0U);
}

}  // namespace
}  // namespace jangteo::boot
