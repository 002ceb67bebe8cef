#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <set>
#include <thread>

#include "platform/sodium/digest.hpp"
#include "platform/sodium/passwords.hpp"
#include "platform/sodium/random.hpp"

namespace jangteo::platform::sodium {
namespace {

TEST(SodiumRandom, never_repeats_across_refills_and_threads) {
    SodiumRandom random;
    std::vector<std::array<std::uint8_t, 16>> mine(3000);
    std::vector<std::array<std::uint8_t, 16>> theirs(3000);
    for (auto& bytes : mine) random.fill(bytes);
    std::thread other([&] {
        for (auto& bytes : theirs) random.fill(bytes);
    });
    other.join();
    std::set<std::array<std::uint8_t, 16>> all(mine.begin(), mine.end());
    all.insert(theirs.begin(), theirs.end());
    EXPECT_EQ(all.size(), 6000U);
}

TEST(SodiumRandom, fills_any_size) {
    SodiumRandom random;
    for (std::size_t size : {0, 1, 31, 512, 513, 5000, 100'000}) {
        std::vector<std::uint8_t> bytes(size);
        random.fill(bytes);
        if (size < 31) continue;
        EXPECT_GT(std::set<std::uint8_t>(bytes.begin(), bytes.end()).size(), 10U);
    }
}

TEST(SodiumDigest, is_32_bytes_and_repeatable) {
    SodiumDigest digest;
    EXPECT_EQ(digest.digest({"a", "b"}).size(), 32U);
    EXPECT_EQ(digest.digest({"a", "b"}), digest.digest({"a", "b"}));
}

TEST(SodiumDigest, parts_cannot_run_into_each_other) {
    SodiumDigest digest;
    EXPECT_NE(digest.digest({"ab", "c"}), digest.digest({"a", "bc"}));
    EXPECT_NE(digest.digest({"ab"}), digest.digest({"ab", ""}));
    EXPECT_NE(digest.digest({}), digest.digest({""}));
}

TEST(Argon2Passwords, a_hash_verifies_its_own_password_only) {
    Argon2Passwords passwords(argon2_cheapest);
    std::string hash = passwords.hash("correct horse");
    EXPECT_TRUE(passwords.verify("correct horse", hash));
    EXPECT_FALSE(passwords.verify("correct horsf", hash));
    EXPECT_FALSE(passwords.verify("", hash));
}

TEST(Argon2Passwords, the_same_password_hashes_differently) {
    Argon2Passwords passwords(argon2_cheapest);
    EXPECT_NE(passwords.hash("password"), passwords.hash("password"));
}

TEST(Argon2Passwords, the_default_cost_is_what_owasp_asks) {
    EXPECT_TRUE(Argon2Passwords().hash("password").starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Argon2Passwords, what_is_no_hash_verifies_nothing) {
    Argon2Passwords passwords(argon2_cheapest);
    EXPECT_FALSE(passwords.verify("password", ""));
    EXPECT_FALSE(passwords.verify("password", "password"));
    EXPECT_FALSE(passwords.verify("password", std::string(1000, '$')));
}

}  // namespace
}  // namespace jangteo::platform::sodium
