// The configuration file and what the environment says of the same.

#include "boot/settings.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "boot/store_url.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

class SettingsTest : public ::testing::Test {
  protected:
    ~SettingsTest() override {
        std::filesystem::remove(path);
        std::filesystem::remove(path + ".secret");
        for (const auto& name : set) ::unsetenv(name.c_str());
    }

    Config read(const std::string& text) {
        std::ofstream(path) << text;
        Config config;
        read_environment(config);
        read_config_file(path, config);
        return config;
    }
    // What it says, without the name of the file.
    std::string refusal(const std::string& text) {
        try {
            read(text);
        } catch (const Fault& fault) {
            std::string words = fault.what();
            std::size_t at = words.find(path);
            return at == std::string::npos ? words : words.substr(at + path.size());
        }
        return "none";
    }
    void say(const std::string& name, const std::string& value) {
        ::setenv(name.c_str(), value.c_str(), 1);
        set.push_back(name);
    }

    std::string path = (std::filesystem::temp_directory_path() /
                        ("jangteo-settings-" + std::to_string(::getpid()) + ".toml"))
                           .string();
    std::vector<std::string> set;
};

TEST_F(SettingsTest, that_are_documented_are_read_and_change_nothing) {
    Config config = read(documented_config());
    EXPECT_EQ(config.port, Config{}.port);
    EXPECT_EQ(config.toss_secret_key, Config{}.toss_secret_key);
    EXPECT_EQ(config.lane.queue_max, Config{}.lane.queue_max);
    EXPECT_EQ(engine_of(config), StoreEngine::sqlite);
}

TEST_F(SettingsTest, of_the_file_win_over_defaults_and_those_of_the_environment_over_both) {
    say("JANGTEO_LOG_LEVEL", "warning");
    say("JANGTEO_LIMITS_LOGINS_PER_SECOND", "2.5");
    say("JANGTEO_HTTP_CORS_ORIGINS", "https://a.example,https://b.example");
    Config config = read(
        "port = 9000\n[log]\nlevel = 'error'\nformat = 'json'\n[lane]\ndelivery = 'log'\n"
        "[store]\nurl = 'postgres://shop@db/jangteo'\n");
    EXPECT_EQ(config.port, 9000);
    EXPECT_EQ(config.log_level, "warning");
    EXPECT_EQ(config.log_format, "json");
    EXPECT_EQ(config.lane.delivery, runtime::Delivery::log);
    EXPECT_EQ(config.logins_per_second, 2.5);
    EXPECT_EQ(config.cors_origins.size(), 2U);
    EXPECT_EQ(engine_of(config), StoreEngine::postgres);
    EXPECT_EQ(store_name(config), "postgres://db/jangteo");
}

TEST_F(SettingsTest, that_are_wrong_are_named_with_their_line) {
    EXPECT_EQ(refusal("port = 9000\n[store]\nurll = 'x'\n"),
              ":3: store.urll is not a key that is known (`jangteo config` prints them all)");
    EXPECT_EQ(refusal("port = 'x'\n"), ":1: port is not a whole number from 0 to 65535");
    EXPECT_EQ(refusal("port = 70000\n"), ":1: port is not a whole number from 0 to 65535");
    EXPECT_EQ(refusal("host = 1\n"), ":1: host is not a text in quotes");
    EXPECT_EQ(refusal("\n[log]\nlevel = 'loud'\n"),
              ":3: log.level is not one of debug, info, warning, error");
    EXPECT_EQ(refusal("[http]\ncors_origins = [1]\n"),
              ":2: http.cors_origins is neither a text, a number, true or false, nor a list of "
              "texts");
    EXPECT_EQ(refusal("[limits]\nlogins_per_second = -1\n"),
              ":2: limits.logins_per_second is not a number from 0 to 1000000");
    EXPECT_EQ(refusal("[log]\nlevel = \n").substr(0, 4), ":2: ");
    EXPECT_EQ(refusal("host_file = '/etc/hostname'\n"),
              ":1: host_file is not a key that is known (`jangteo config` prints them all)");
}

TEST_F(SettingsTest, of_the_brokers_are_named_with_their_line) {
    const std::string brokers = ":2: kafka.brokers is not a list of host:port with commas";
    for (const char* wrong : {"kafka", "kafka:", ":9092", "kafka:0", "kafka:99999", "a:1,",
                              "a:1;b:2", "http://a:1", "user@a:1", "a:1 ,b:2"}) {
        EXPECT_EQ(refusal("[kafka]\nbrokers = '" + std::string(wrong) + "'\n"), brokers) << wrong;
    }
    EXPECT_EQ(refusal("[kafka]\ntopic_prefix = 'a/b'\n"),
              ":2: kafka.topic_prefix is not up to 100 letters, digits, dots, underscores and "
              "hyphens");
    EXPECT_EQ(refusal("[kafka]\nsecurity = 'ssl'\n"),
              ":2: kafka.security is not one of plaintext, tls, sasl_plain, sasl_scram");
    EXPECT_EQ(refusal("[kafka]\nreplication = 0\n"),
              ":2: kafka.replication is not a whole number from 1 to 9");
    const std::string url =
        ":2: schema_registry.url is not a list of http(s)://host:port/path with commas, without a "
        "user and without a slash at the end";
    for (const char* wrong : {"registry:8081", "http://", "http:///path", "http://r:8081/",
                              "http://me:tiger@r:8081", "http://r:8081?x", "ftp://r"}) {
        EXPECT_EQ(refusal("[schema_registry]\nurl = '" + std::string(wrong) + "'\n"), url) << wrong;
    }
    EXPECT_EQ(refusal("[schema_registry]\nregister = 'never'\n"),
              ":2: schema_registry.register is not one of migrate, start");
    say("JANGTEO_KAFKA_MIN_INSYNC_REPLICAS", "two");
    EXPECT_EQ(refusal(""), "JANGTEO_KAFKA_MIN_INSYNC_REPLICAS is not a whole number from 1 to 9");
}

TEST_F(SettingsTest, that_are_secret_come_from_files_and_are_never_said) {
    std::ofstream(path + ".secret") << "hush-hush\n";
    Config config = read("[toss]\nsecret_key_file = '" + path + ".secret'\n");
    EXPECT_EQ(config.toss_secret_key, "hush-hush");
    say("JANGTEO_STORE_PASSWORD_FILE", path + ".secret");
    EXPECT_EQ(read("[store]\npassword = 'other'\n").store_password, "hush-hush");

    std::string words = refusal("[store]\nurl = 'oracle://scott:tiger@db'\n");
    EXPECT_EQ(words, ":2: store.url begins with neither postgres:// nor mysql://");
    EXPECT_EQ(refusal("[operator]\npassword = 'tiger'\n").find("tiger"), std::string::npos);
    EXPECT_EQ(refusal("[toss]\nsecret_key_file = '/nowhere'\n"),
              ":2: toss.secret_key_file names a file that is empty or cannot be read: /nowhere");
}

TEST_F(SettingsTest, in_the_environment_are_named_when_wrong) {
    say("JANGTEO_LANE_QUEUE", "many");
    EXPECT_EQ(refusal(""), "JANGTEO_LANE_QUEUE is not a whole number from 1 to 1000000");
}

TEST_F(SettingsTest, without_their_file_say_so) {
    Config config;
    try {
        read_config_file("/nowhere/cluster.toml", config);
        ADD_FAILURE();
    } catch (const Fault& fault) {
        EXPECT_TRUE(std::string(fault.what()).starts_with("/nowhere/cluster.toml: "))
            << fault.what();
    }
}

}  // namespace
}  // namespace jangteo::boot
