#pragma once

// What a shop is started with. Every value has a default that suits one machine; flags and
// JANGTEO_… environment variables change them.

#include <string>
#include <vector>

#include "kernel/timestamp.hpp"
#include "runtime/lane.hpp"
#include "runtime/rate_limit.hpp"

namespace jangteo::boot {

struct Config {
    std::vector<std::string> services;  // of this process; none: all
    std::string data = "data";          // folder: the store, keys, lock
    std::string store_url;              // empty: the file in `data`
    std::string store_password;         // where the URL has none
    std::string tokens_seed;            // 32 bytes in hexadecimal; empty: kept in `data`
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;    // 0: any free one
    bool next_free_port = false;  // take the next one when it is taken
    unsigned http_threads = 1;
    unsigned workers = 2;  // password hashing and other slow preparation
    runtime::LaneOptions lane;
    bool durable = true;  // false: for measuring what durability costs
    std::string log_format = "human";
    std::string log_level = "info";

    std::string kafka_brokers;       // empty: no Kafka
    std::string kafka_topic_prefix;  // before every topic
    int kafka_partitions = 3;
    int kafka_replication = 3;
    int kafka_min_insync_replicas = 2;
    int kafka_linger_ms = 5;
    std::string kafka_security = "plaintext";
    std::string kafka_user;
    std::string kafka_password;
    std::string kafka_ca_file;        // empty: what the system trusts
    std::string schema_registry_url;  // several with commas
    std::string schema_registry_user;
    std::string schema_registry_password;
    std::string schema_registry_ca_file;
    std::string schema_registry_register = "migrate";

    std::string toss_url = "http://127.0.0.1:9001";
    std::string toss_secret_key = "test_sk_jangteo";
    std::string toss_client_key = "test_ck_jangteo";
    std::string carrier_url = "http://127.0.0.1:9002";  // parcels are booked there
    std::string tracker = "tracker_delivery";           // or sweet_tracker
    std::string tracker_url;                            // empty: carrier_url
    std::string tracker_client_id;
    std::string tracker_key;
    std::string advertised_url;  // where other processes of this shop reach us; empty: likewise
    std::string public_url;      // where browsers and webhooks reach us; empty: host and port

    std::string operator_email = "operator@jangteo.example";
    std::string operator_password;  // set at the first start; empty: generated and printed once

    double mutations_per_second = 50;  // per member; 0: no limit
    double logins_per_second = 5;      // per address or member; 0: no limit
    std::vector<std::string> cors_origins;
    std::vector<std::string> trusted_proxies;
    std::vector<std::string> upstreams;    // of a gateway: service=URL
    std::int64_t audit_every_minutes = 0;  // of the running shop by itself; 0: never
    Duration stop_patience = seconds(20);
};

}  // namespace jangteo::boot
