#include "boot/declared_shop.hpp"

#include <fmt/format.h>

#include "boot/modules.hpp"
#include "boot/site_routes.hpp"
#include "kernel/fault.hpp"
#include "platform/sodium/digest.hpp"
#include "platform/sodium/passwords.hpp"
#include "platform/sodium/random.hpp"
#include "platform/sodium/tokens.hpp"
#include "runtime/migrate.hpp"
#include "runtime/openapi_document.hpp"
#include "runtime/ops_routes.hpp"

namespace jangteo::boot {
namespace {

// As in the list of routes: "members" is everybody with a token.
std::string who_may_call(runtime::Roles roles) {
    if (roles == runtime::anyone) return "anyone";
    if (roles == runtime::members) return "members";
    return runtime::roles_text(roles);
}

// What declares routes and events, with nothing behind it.
struct DeclaredShop {
    DeclaredShop() : modules(Config{}, {tokens, passwords, digest, random, metrics, watches}) {
        modules.install(registry, Config{});
        runtime::install_ops_routes(registry, []() -> runtime::Lane& {
            throw Fault(FaultKind::permanent, "a declared shop has no lane");
        });
        install_site_routes(registry, metrics,
                            [] { return std::vector<std::pair<std::string, bool>>{}; });
    }

    platform::sodium::SodiumRandom random;
    platform::sodium::SodiumDigest digest;
    platform::sodium::Argon2Passwords passwords;
    platform::sodium::EdDsaTokens tokens{{}, random};
    runtime::Metrics metrics;
    runtime::Watches watches;
    runtime::Registry registry;
    Modules modules;
};

DeclaredShop& declared_shop() {
    // Routes and events need no store; what they would use is made and never called.
    static DeclaredShop declared;
    return declared;
}

}  // namespace

const runtime::Registry& declared_registry() { return declared_shop().registry; }

void declare_service(std::string_view service, runtime::Registry& registry) {
    declared_shop().modules.install(registry, service);
}

std::vector<runtime::Migration> migrations_of(const Config& config) {
    std::vector<runtime::Migration> steps = runtime::migrations();
    for (const auto& step : declared_registry().migrations()) {
        if (serves(config.services, step.service)) steps.push_back(step);
    }
    return steps;
}

std::string openapi_text() { return runtime::openapi_document(declared_registry().routes, "/"); }

std::string routes_text() {
    std::string out;
    for (const auto& route : declared_registry().routes.all()) {
        fmt::format_to(std::back_inserter(out), "{:<6} {:<62} {:<28} {:<38} {}\n",
                       runtime::text_of(route->info.method), route->info.path, route->info.name,
                       who_may_call(route->info.roles), route->info.summary);
    }
    return out;
}

}  // namespace jangteo::boot
