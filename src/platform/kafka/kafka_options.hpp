#pragma once

// How this program reaches the brokers.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace jangteo::platform::kafka {

enum class Security {
    plaintext,
    tls,
    sasl_plain,  // these two over TLS as well
    sasl_scram,  // SCRAM-SHA-512
};

struct KafkaOptions {
    std::string brokers;       // host:port, several with commas
    std::string topic_prefix;  // before every topic: several shops on one cluster
    Security security = Security::plaintext;
    std::string user;
    std::string password;
    std::string ca_file;         // PEM; empty: what the system trusts
    std::int64_t linger_ms = 5;  // that a record at most waits for others to go with it
    std::int64_t record_bytes_max = 1'000'000;  // a larger one is never taken
    // librdkafka's own settings, after all others.
    std::vector<std::pair<std::string, std::string>> more;
};

}  // namespace jangteo::platform::kafka
