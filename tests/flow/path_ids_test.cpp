// Ids in paths: what is no id of the wanted kind names nothing, on every route.

#include <gtest/gtest.h>

#include "runtime/path_ids.hpp"
#include "tests/support/whole_shop.hpp"

namespace jangteo::test {
namespace {

std::vector<std::string> parameters_of(std::string_view path) {
    std::vector<std::string> names;
    for (auto open = path.find('{'); open != path.npos; open = path.find('{', open + 1)) {
        names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
    }
    return names;
}

std::string with(std::string path, const std::string& name, const std::string& text) {
    return path.replace(path.find("{" + name + "}"), name.size() + 2, text);
}

const std::string& token_for(const WholeShop& whole, runtime::Roles roles) {
    bool is_buyers = (roles & runtime::bit(runtime::Role::customer)) != 0;
    bool is_sellers = (roles & runtime::sellers) != 0;
    return whole.names().find(is_buyers ? "buyer" : is_sellers ? "seller" : "operator")->second;
}

TEST(PathIds, are_known_by_the_names_of_all_routes) {
    WholeShop whole;
    for (const auto& route : whole.shop.registry.routes.all()) {
        for (const auto& name : parameters_of(route->info.path)) {
            if (!name.ends_with("_id")) continue;
            EXPECT_TRUE(runtime::path_id_named(name)) << route->info.name << " " << name;
        }
    }
}

TEST(PathIds, that_are_none_answer_404_on_every_route) {
    WholeShop whole;
    int asked = 0;
    for (const auto& route : whole.shop.registry.routes.all()) {
        const auto& info = route->info;
        for (const auto& wrong : parameters_of(info.path)) {
            const auto* id = runtime::path_id_named(wrong);
            if (!id) continue;
            std::string prefix(id->prefix);
            for (const auto& text :
                 {std::string("null"), prefix, prefix + "_0", "xyz_" + std::string(26, '0'),
                  prefix + std::string(27, '0'), prefix + "_8" + std::string(25, 'z')}) {
                std::string path = with(std::string(info.path), wrong, text);
                for (const auto& name : parameters_of(path)) {
                    auto known = whole.names().find(name);
                    path = with(path, name, known == whole.names().end() ? "x" : known->second);
                }
                auto answer = whole.shop.call(info.method, path, "", token_for(whole, info.roles));
                EXPECT_EQ(answer.status, 404) << info.name << " " << path << " " << answer.body;
                ++asked;
            }
        }
    }
    EXPECT_GT(asked, 300);
}

}  // namespace
}  // namespace jangteo::test
