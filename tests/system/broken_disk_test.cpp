// The real program on a disk that fails: an error or a full disk at the n-th call for every n of a
// whole order, a death in the middle of every write, power that goes and takes unflushed writes
// with it. What was acknowledged is there, and nothing is half done.

#include <fcntl.h>
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/interpose/io_control.hpp"
#include "tests/support/live_race.hpp"

namespace jangteo::test {
namespace {

constexpr std::uint64_t forever = ~std::uint64_t{0};

class BrokenDisk : public LiveRace {
  protected:
    BrokenDisk() {
        const std::string path = folder_ / "io";
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        EXPECT_EQ(ftruncate(file, sizeof(IoControl)), 0);
        io_ = static_cast<IoControl*>(
            mmap(nullptr, sizeof(IoControl), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
        ::close(file);
        settings_.environment = {"LD_PRELOAD=" + from_environment("JANGTEO_BROKEN_IO"),
                                 "JANGTEO_IO_CONTROL=" + path, "JANGTEO_IO_FOLDER=" + shop_.data()};
    }
    ~BrokenDisk() override {
        if (is_mounted_) umount2(shop_.data().c_str(), MNT_DETACH);
        munmap(io_, sizeof(IoControl));
    }

    void open() {
        ASSERT_TRUE(shop_.start(settings_)) << shop_.process().output();
        market_ = std::make_unique<LiveMarket>(client_, MarketSize{.members = 8});
        ASSERT_GT(io_->calls, 0U) << "the library does not see the shop's writes";
    }

    void break_calls(std::uint64_t from, std::uint64_t until, int how) {
        io_->break_from = 0;
        io_->calls = 0;
        io_->broken = 0;
        io_->how = how;
        io_->break_until = until;
        io_->break_from = from;
    }

    void restart() {
        ++deaths_;
        io_->lock = 0;  // It may have died with it.
        ASSERT_TRUE(shop_.start(settings_)) << shop_.process().output();
    }

    // Until there is an answer, with a new process whenever the last one has ended.
    template <class Call>
    ShopAnswer insist(Call&& call) {
        for (int i = 0; i < 2'000; ++i) {
            const ShopAnswer answer = call();
            const bool open = answer.status == 0 || answer.status >= 500 ||
                              answer.code() == "idempotency_key_running";
            if (!open) return answer;
            if (!shop_.process().running()) restart();
            if (HasFailure()) return {};
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return {};
    }

    // One order to the start of its delivery; it is acknowledged step by step.
    void play_order() {
        LiveBuyer customer = buyer(0);
        const std::string own = key("order");
        const std::string order =
            insist([&] { return customer.place(market_->sku(0), own, 1, 1); }).text("order_id");
        const std::string payment_key = customer.authorise(order);
        insist([&] { return customer.confirm(order, payment_key, own + "-p", market_price, 1); });
        const ShopAnswer end = insist([&] {
            ShopAnswer answer = customer.order(order);
            if (answer.ok() && answer.text("status") != "shipping") answer.status = 503;
            return answer;
        });
        EXPECT_EQ(end.text("status"), "shipping") << order;
        orders_.push_back(order);
    }

    // Every n from 1 until an order needs no such call any more.
    void break_every_call(int how, std::string_view name) {
        ASSERT_NO_FATAL_FAILURE(open());
        std::uint64_t n = 1;
        for (; !HasFailure(); ++n) {
            break_calls(n, n, how);
            ASSERT_NO_FATAL_FAILURE(play_order());
            if (io_->broken == 0) break;
            if (n % 10 != 0) continue;
            EXPECT_EQ(audit_problems(shop_.data()), "") << "call " << n;
        }
        break_calls(0, 0, 0);
        fmt::print(
            "{}: each of the {} calls of an order broken once, {} restarts, {} orders, all "
            "delivered\n",
            name, n - 1, deaths_, orders_.size());
        EXPECT_GE(n - 1, 6U) << "four commits, each written; two may share a flush";
        close_with_orders();
    }

    void close_with_orders() {
        if (!shop_.process().running()) restart();
        close();
        const StoredOrders store = stored_orders(shop_.store_path());
        EXPECT_EQ(store.size(), orders_.size()) << "an order too many, or too few";
        for (const std::string& order : orders_) EXPECT_TRUE(store.contains(order)) << order;
    }

    IoControl* io_ = nullptr;
    ChildSettings settings_;
    std::vector<std::string> orders_;
    int deaths_ = 0;
    bool is_mounted_ = false;
};

TEST_F(BrokenDisk, an_io_error_at_any_call_of_an_order_loses_nothing) {
    break_every_call(EIO, "I/O error");
}

TEST_F(BrokenDisk, a_full_disk_at_any_call_of_an_order_loses_nothing) {
    break_every_call(ENOSPC, "full disk");
}

TEST_F(BrokenDisk, death_in_the_middle_of_any_write_of_an_order_loses_nothing) {
    break_every_call(io_dies_torn, "torn write");
    EXPECT_GE(deaths_, 4);
}

TEST_F(BrokenDisk, that_stays_full_refuses_writes_serves_reads_and_resumes_by_itself) {
    ASSERT_NO_FATAL_FAILURE(open());
    play_order();
    break_calls(1, forever, ENOSPC);
    for (int i = 0; i < 20; ++i) {
        const ShopAnswer refused = buyer(1).place(market_->sku(0), "full");
        EXPECT_EQ(told(refused), "503 store_unavailable") << refused.body;
        EXPECT_EQ(client_.get("/v1/products/" + market_->product(0)).status, 200);
    }
    ASSERT_TRUE(shop_.process().running());
    break_calls(0, 0, 0);
    orders_.push_back(
        insist([&] { return buyer(1).place(market_->sku(0), "full"); }).text("order_id"));
    EXPECT_EQ(deaths_, 0);
    play_order();
    close_with_orders();
}

TEST_F(BrokenDisk, whose_flush_fails_ends_the_process_with_one_line) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (std::uint64_t n = 1; n < 200 && shop_.process().running(); ++n) {
        break_calls(n, n, EIO);
        buyer(0).place(market_->sku(0), "flush" + std::to_string(n), 1, 0);
    }
    ASSERT_FALSE(shop_.process().running());
    EXPECT_EQ(shop_.process().wait(), 1);
    EXPECT_NE(shop_.process().output().find("jangteo: the disk did not keep what was flushed"),
              std::string::npos)
        << shop_.process().output();
    break_calls(0, 0, 0);
    restart();
    close();
}

// Files may not grow beyond this: the kernel itself refuses the write.
TEST_F(BrokenDisk, files_at_the_kernels_size_limit_are_like_a_full_disk) {
    ASSERT_NO_FATAL_FAILURE(open());
    play_order();
    EXPECT_EQ(shop_.stop(), 0);
    ASSERT_TRUE(shop_.start({.environment = {}, .file_bytes_max = 600'000}));
    int refused = 0;
    for (int i = 0; i < 500 && refused < 5; ++i) {
        const ShopAnswer answer =
            buyer(2).place(market_->sku(1), "limit" + std::to_string(i), 1, 0);
        if (answer.status == 201) {
            orders_.push_back(answer.text("order_id"));
            continue;
        }
        EXPECT_EQ(told(answer), "503 store_unavailable");
        ++refused;
    }
    EXPECT_EQ(refused, 5);
    shop_.kill();
    ASSERT_TRUE(shop_.start(settings_)) << shop_.process().output();
    close_with_orders();
}

TEST_F(BrokenDisk, a_small_file_system_that_is_full_loses_nothing) {
    std::filesystem::create_directories(shop_.data());
    if (mount("tmpfs", shop_.data().c_str(), "tmpfs", 0, "size=3m") != 0) {
        GTEST_SKIP() << "mounting needs root";
    }
    is_mounted_ = true;
    ASSERT_NO_FATAL_FAILURE(open());
    int refused = 0;
    for (int i = 0; i < 2'000 && refused < 5; ++i) {
        const ShopAnswer answer =
            buyer(2).place(market_->sku(1), "small" + std::to_string(i), 1, 0);
        if (answer.status == 201) orders_.push_back(answer.text("order_id"));
        refused += answer.status == 201 ? 0 : 1;
    }
    EXPECT_EQ(refused, 5);
    shop_.kill();
    EXPECT_EQ(mount("tmpfs", shop_.data().c_str(), "tmpfs", MS_REMOUNT, "size=64m"), 0);
    ASSERT_TRUE(shop_.start(settings_)) << shop_.process().output();
    play_order();
    close_with_orders();
}

// kill -9 keeps what was written; power does not. What was not flushed is lost or garbled here.
TEST_F(BrokenDisk, whose_power_goes_loses_nothing_that_was_acknowledged) {
    ASSERT_NO_FATAL_FAILURE(open());
    std::mt19937_64 random(20260131);
    KillLoad load(client_, toss_, *market_, 7);
    load.start(8);
    std::uint64_t garbled = 0;
    for (int cut = 0; cut < 30 && !HasFailure(); ++cut) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 100));
        const auto promises = load.promises();
        shop_.kill();
        std::map<std::uint64_t, std::string> files;
        for (const auto& entry : std::filesystem::directory_iterator(shop_.data())) {
            struct stat facts {};
            stat(entry.path().c_str(), &facts);
            files[facts.st_ino] = entry.path();
        }
        for (std::uint32_t i = 0; i < io_->unflushed && io_->overflowed == 0; ++i) {
            const UnflushedWrite& write = io_->writes[i];
            if (random() % 3 == 0 || !files[write.inode].ends_with("-wal")) continue;
            std::fstream file(files[write.inode], std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(write.offset + static_cast<std::int64_t>(random() % write.length));
            file << std::string(write.length / 2, static_cast<char>(random()));
            ++garbled;
        }
        io_->unflushed = 0;
        io_->overflowed = 0;
        std::string words;
        for (const auto& broken : broken_promises(stored_orders(shop_.store_path()), promises)) {
            words += broken + "\n";
        }
        EXPECT_EQ(words, "") << "cut " << cut;
        EXPECT_EQ(audit_problems(shop_.data()), "") << "cut " << cut;
        restart();
    }
    load.finish();
    fmt::print("power: {} cuts, {} unflushed writes garbled, {} orders acknowledged, 0 lost\n",
               deaths_, garbled, load.promises().size());
    EXPECT_GT(garbled, 0U);
    close();
}

}  // namespace
}  // namespace jangteo::test
