#include "boot/progress.hpp"

#include <gtest/gtest.h>

namespace jangteo::boot {
namespace {

struct Screen {
    std::string text;
    double now = 0;

    ProgressPorts ports(bool is_terminal) {
        return {[this](const std::string& more) { text += more; }, [this] { return now; },
                is_terminal, 80};
    }
};

TEST(Progress, writes_plain_lines_rarely_where_there_is_no_terminal) {
    Screen screen;
    Progress progress(screen.ports(false), "orders", 4000);
    for (int i = 1; i <= 40; ++i) {
        screen.now = 0.25 * i;
        progress.add(50);
    }
    EXPECT_EQ(screen.text,
              "orders: 1,000/4,000  200/s  15 s left\norders: 2,000/4,000  200/s  10 s left\n");
    progress.finish();
    EXPECT_TRUE(screen.text.ends_with("orders       2,000/4,000  200/s  10 s left  10.0 s\n"));
}

TEST(Progress, draws_over_itself_on_a_terminal) {
    Screen screen;
    Progress progress(screen.ports(true), "orders", 10);
    screen.now = 1;
    progress.set(5);
    EXPECT_EQ(screen.text, "\rorders       [============            ] 5/10  5/s  1 s left\033[K");
    screen.now = 1.01;
    progress.set(6);
    EXPECT_EQ(screen.text.find('6'), std::string::npos);
}

}  // namespace
}  // namespace jangteo::boot
