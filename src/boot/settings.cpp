#include "boot/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "boot/command_line.hpp"
#include "boot/kafka_setup.hpp"
#include "boot/modules.hpp"
#include "boot/option_checks.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"
#include "platform/toml/toml_file.hpp"

namespace jangteo::boot {
namespace {

using platform::toml::Value;

enum class Secrecy { open, secret };

struct Setting {
    std::string_view key;
    std::string_view about;
    // Takes the value, or says what is wrong with it.
    std::function<std::string(Config&, const Value&)> take;
    std::function<std::string(const Config&)> text;  // as it stands in a file
    Secrecy secrecy = Secrecy::open;
};

using Check = std::string (*)(const std::string&);

std::string anything(const std::string&) { return ""; }

std::string toml_text(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

template <class Member>
Setting text(std::string_view key, Member member, std::string_view about,
             Check problem = anything) {
    return {key, about,
            [=](Config& config, const Value& value) -> std::string {
                const auto* given = std::get_if<std::string>(&value);
                if (!given) return "is not a text in quotes";
                // What is empty by default may be left so.
                const bool is_left = given->empty() && (Config{}.*member).empty();
                std::string wrong = is_left ? "" : problem(*given);
                if (wrong.empty()) config.*member = *given;
                return wrong;
            },
            [=](const Config& config) { return toml_text(config.*member); }};
}

template <class Member>
Setting secret(std::string_view key, Member member, std::string_view about,
               Check problem = anything) {
    Setting setting = text(key, member, about, problem);
    setting.secrecy = Secrecy::secret;
    return setting;
}

// `place` finds the number in a configuration.
template <class Place>
Setting number(std::string_view key, Place place, std::int64_t least, std::int64_t most,
               std::string_view about) {
    return {key, about,
            [=](Config& config, const Value& value) -> std::string {
                const auto* given = std::get_if<std::int64_t>(&value);
                if (!given || *given < least || *given > most) {
                    return fmt::format("is not a whole number from {} to {}", least, most);
                }
                auto& number = place(config);
                number = static_cast<std::remove_reference_t<decltype(number)>>(*given);
                return "";
            },
            [=](const Config& config) {
                Config copy = config;
                return fmt::format("{}", place(copy));
            }};
}

Setting rate(std::string_view key, double Config::*member, std::string_view about) {
    return {key, about,
            [=](Config& config, const Value& value) -> std::string {
                double given = -1;
                if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                    given = static_cast<double>(*whole);
                } else if (const auto* broken = std::get_if<double>(&value)) {
                    given = *broken;
                }
                if (!(given >= 0 && given <= 1e6)) return "is not a number from 0 to 1000000";
                config.*member = given;
                return "";
            },
            [=](const Config& config) { return fmt::format("{}", config.*member); }};
}

template <class Take, class Text>
Setting one_of(std::string_view key, const std::vector<std::string_view>& words, Take take,
               Text as_text, std::string_view about) {
    return {key, about,
            [=](Config& config, const Value& value) -> std::string {
                const auto* given = std::get_if<std::string>(&value);
                if (!given || std::ranges::find(words, *given) == words.end()) {
                    return fmt::format("is not one of {}", fmt::join(words, ", "));
                }
                take(config, *given);
                return "";
            },
            [=](const Config& config) { return toml_text(as_text(config)); }};
}

// `problem` looks at the whole list.
Setting list(std::string_view key, std::vector<std::string> Config::*member,
             std::string (*problem)(const std::vector<std::string>&), std::string_view about) {
    return {key, about,
            [=](Config& config, const Value& value) -> std::string {
                const auto* given = std::get_if<std::vector<std::string>>(&value);
                if (!given) return "is not a list of texts";
                std::string wrong = problem(*given);
                if (wrong.empty()) config.*member = *given;
                return wrong;
            },
            [=](const Config& config) {
                std::string list;
                for (const auto& word : config.*member) {
                    list += (list.empty() ? "" : ", ") + toml_text(word);
                }
                return "[" + list + "]";
            }};
}

Setting word(std::string_view key, const std::vector<std::string_view>& words,
             std::string Config::*member, std::string_view about) {
    return one_of(
        key, words, [=](Config& c, std::string_view given) { c.*member = given; },
        [=](const Config& c) { return c.*member; }, about);
}

std::vector<Setting> broker_settings() {
    return {
        text("kafka.brokers", &Config::kafka_brokers, "host:port, several with commas; empty: none",
             brokers_problem),
        text("kafka.topic_prefix", &Config::kafka_topic_prefix,
             "before every topic, for several shops on one cluster", topic_prefix_problem),
        number(
            "kafka.partitions", [](Config & c) -> auto& { return c.kafka_partitions; }, 1, 1000,
            "of a topic that is made"),
        number(
            "kafka.replication", [](Config & c) -> auto& { return c.kafka_replication; }, 1, 9,
            "copies of each partition of a topic that is made"),
        number(
            "kafka.min_insync_replicas",
            [](Config & c) -> auto& { return c.kafka_min_insync_replicas; }, 1, 9,
            "copies that must have a record before it counts as stored"),
        number(
            "kafka.linger_ms", [](Config & c) -> auto& { return c.kafka_linger_ms; }, 0, 1000,
            "that an event at most waits for others to travel with; the first after a pause does "
            "not"),
        word("kafka.security", {"plaintext", "tls", "sasl_plain", "sasl_scram"},
             &Config::kafka_security,
             "plaintext, tls, sasl_plain or sasl_scram (SCRAM-SHA-512); the last two over TLS"),
        text("kafka.user", &Config::kafka_user, "with sasl_plain and sasl_scram"),
        secret("kafka.password", &Config::kafka_password, "with sasl_plain and sasl_scram"),
        text("kafka.ca_file", &Config::kafka_ca_file,
             "whom to trust, PEM; empty: what the system trusts"),
        text("schema_registry.url", &Config::schema_registry_url,
             "Confluent's interface, http(s)://host:port/path, several with commas; kafka needs it",
             registry_url_problem),
        text("schema_registry.user", &Config::schema_registry_user, "empty: none"),
        secret("schema_registry.password", &Config::schema_registry_password, "of that user"),
        text("schema_registry.ca_file", &Config::schema_registry_ca_file,
             "whom to trust, PEM; empty: what the system trusts"),
        word("schema_registry.register", {"migrate", "start"}, &Config::schema_registry_register,
             "when schemas are registered: by `jangteo migrate` alone, or at each start too"),
    };
}

std::vector<Setting> service_settings() {
    return {
        text("toss.url", &Config::toss_url, "the payment provider"),
        secret("toss.secret_key", &Config::toss_secret_key, "ours towards the provider"),
        text("toss.client_key", &Config::toss_client_key, "the browser's"),
        text("carrier.url", &Config::carrier_url, "where parcels are booked"),
        word("carrier.tracker", {"tracker_delivery", "sweet_tracker"}, &Config::tracker,
             "who follows parcels: tracker.delivery, also a server of one's own; or SweetTracker"),
        text("carrier.tracker_url", &Config::tracker_url, "of the tracker; empty: carrier.url"),
        text("carrier.tracker_client_id", &Config::tracker_client_id,
             "of tracker.delivery; empty: a server of one's own"),
        secret("carrier.tracker_key", &Config::tracker_key,
               "tracker.delivery's client secret, or SweetTracker's key"),
        text("operator.email", &Config::operator_email, "of the first operator", email_problem),
        secret("operator.password", &Config::operator_password,
               "of the first operator; empty: made at the first start and printed once",
               password_problem),
        list("gateway.upstreams", &Config::upstreams, upstreams_problem,
             "of `jangteo gateway`, a list: order=http://host:port, several of a service in turn"),
        rate("limits.mutations_per_second", &Config::mutations_per_second,
             "per member; 0: no limit"),
        rate("limits.logins_per_second", &Config::logins_per_second, "per address; 0: no limit"),
    };
}

std::vector<Setting> make_settings() {
    std::vector<Setting> all = {
        list("services", &Config::services, services_problem,
             "of this process, a list; empty: all. What others publish then comes over Kafka"),
        text("data", &Config::data, "folder of this process: the key that signs tokens, its lock"),
        text("host", &Config::host, "address to listen on"),
        number(
            "port", [](Config & c) -> auto& { return c.port; }, 0, 65535, "0: any free one"),
        text("public_url", &Config::public_url,
             "where browsers and webhooks reach the shop; empty: host and port",
             public_url_problem),
        text("advertised_url", &Config::advertised_url,
             "where the other processes on the same store reach this one; empty: host and port",
             public_url_problem),
        secret("store.url", &Config::store_url,
               "postgres://user@host:5432/name, mysql://user@host:3306/name, or empty: "
               "the file jangteo.db in the data folder; {services} stands for their names",
               store_url_problem),
        secret("store.password", &Config::store_password, "where store.url has none"),
        secret(
            "tokens.seed", &Config::tokens_seed,
            "32 bytes in hexadecimal, the same in each process of a shop: what tokens are signed "
            "with; empty: made at the first start and kept in the data folder",
            tokens_seed_problem),
        one_of(
            "lane.delivery", {"local", "log"},
            [](Config& c, std::string_view word) {
                c.lane.delivery = word == "log" ? runtime::Delivery::log : runtime::Delivery::local;
            },
            [](const Config& c) {
                return c.lane.delivery == runtime::Delivery::log ? "log" : "local";
            },
            "local: events in their own transaction; log: hop by hop"),
        number(
            "lane.queue", [](Config & c) -> auto& { return c.lane.queue_max; }, 1, 1'000'000,
            "commands that may wait; more are refused with 503"),
        number(
            "http.threads", [](Config & c) -> auto& { return c.http_threads; }, 1, 64,
            "that serve HTTP"),
        list("http.cors_origins", &Config::cors_origins, origins_problem,
             "origins whose pages may call, a list"),
        list("http.trusted_proxies", &Config::trusted_proxies, addresses_problem,
             "addresses whose X-Forwarded-For is believed, a list: the gateway's, and those of the "
             "other processes on the same store"),
        number(
            "audit.every_minutes", [](Config & c) -> auto& { return c.audit_every_minutes; }, 0,
            60 * 24 * 7, "between audits of the running shop by itself; 0: never"),
        word("log.format", {"human", "json"}, &Config::log_format, "human or json"),
        word("log.level", {"debug", "info", "warning", "error"}, &Config::log_level,
             "debug, info, warning or error"),
    };
    std::ranges::move(broker_settings(), std::back_inserter(all));
    std::ranges::move(service_settings(), std::back_inserter(all));
    return all;
}

const std::vector<Setting>& settings() {
    static const std::vector<Setting> all = make_settings();
    return all;
}

[[noreturn]] void refuse(const std::string& where, std::string_view words) {
    throw Fault(FaultKind::permanent, fmt::format("{} {}", where, words));
}

// A secret's own words would show it.
void take(const Setting& setting, Config& config, const Value& value, const std::string& where) {
    std::string wrong = setting.take(config, value);
    if (!wrong.empty()) refuse(where, wrong);
}

constexpr std::size_t secret_bytes_max = 4096;

// What a file holds, without the line's end behind it.
std::string secret_in(const std::string& path, const std::string& where) {
    std::ifstream file(path, std::ios::binary);
    std::string text(secret_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.gcount() == 0) refuse(where, "names a file that is empty or cannot be read: " + path);
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > secret_bytes_max) refuse(where, "names a file that is no secret: " + path);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

// The text of a variable as the file would have it.
Value value_of(const Setting& setting, std::string_view text) {
    static const Config defaults;
    const std::string form = setting.text(defaults);
    if (form.front() == '"') return std::string(text);
    if (form.front() == '[') return split_list(text);
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::string(text);
    // Whole numbers are the same in both, as far as these are exact.
    if (std::abs(number) < 0x1p53 && std::trunc(number) == number) {
        return static_cast<std::int64_t>(number);
    }
    return number;
}

constexpr std::string_view file_suffix = "_file";

bool is_in_environment(std::string_view key) {
    return std::getenv(variable_of(key).c_str()) ||
           std::getenv((variable_of(key) + "_FILE").c_str());
}

const Setting* find_setting(std::string_view key) {
    auto found = std::ranges::find(settings(), key, &Setting::key);
    return found == settings().end() ? nullptr : &*found;
}

void take_entry(const platform::toml::Entry& entry, Config& config, const std::string& path) {
    const std::string where = fmt::format("{}:{}: {}", path, entry.line, one_line(entry.key));
    if (const Setting* setting = find_setting(entry.key)) {
        if (!is_in_environment(entry.key)) take(*setting, config, entry.value, where);
        return;
    }
    std::string_view key = entry.key;
    if (key.ends_with(file_suffix)) key.remove_suffix(file_suffix.size());
    const Setting* setting = find_setting(key);
    if (!setting || setting->secrecy == Secrecy::open || key == entry.key) {
        refuse(where, "is not a key that is known (`jangteo config` prints them all)");
    }
    const auto* file = std::get_if<std::string>(&entry.value);
    if (!file) refuse(where, "is not the path of a file");
    if (!is_in_environment(key)) take(*setting, config, secret_in(*file, where), where);
}

}  // namespace

std::string variable_of(std::string_view key) {
    std::string name = "JANGTEO_";
    for (char c : key) {
        name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    return name;
}

void read_environment(Config& config) {
    for (const Setting& setting : settings()) {
        const std::string name = variable_of(setting.key);
        if (const char* text = std::getenv(name.c_str())) {
            take(setting, config, value_of(setting, text), name);
        } else if (setting.secrecy == Secrecy::secret) {
            const std::string file_name = name + "_FILE";
            const char* file = std::getenv(file_name.c_str());
            if (file) take(setting, config, secret_in(file, file_name), file_name);
        }
    }
}

void read_config_file(const std::string& path, Config& config) {
    const auto entries = platform::toml::read_toml(path);
    if (!entries) throw Fault(FaultKind::permanent, entries.error());
    for (const auto& entry : *entries) take_entry(entry, config, path);
}

std::string documented_config() {
    static const Config defaults;
    std::string out = "# Every key with its default. Leave out what suits you.\n";
    std::string_view section;
    for (const Setting& setting : settings()) {
        const std::size_t dot = setting.key.find('.');
        std::string_view name = setting.key;
        if (dot != std::string_view::npos) {
            if (setting.key.substr(0, dot) != section) {
                section = setting.key.substr(0, dot);
                out += fmt::format("\n[{}]", section);
            }
            name = setting.key.substr(dot + 1);
        }
        out += fmt::format("\n# {} ({}", setting.about, variable_of(setting.key));
        if (setting.secrecy == Secrecy::secret) {
            out += fmt::format("; or a file that holds it: {}{}", name, file_suffix);
        }
        out += fmt::format(")\n{} = {}\n", name, setting.text(defaults));
    }
    return out;
}

}  // namespace jangteo::boot
