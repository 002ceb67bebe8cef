#include "boot/demo_data.hpp"

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <thread>

#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

namespace json = boost::json;

struct Named {
    std::string_view slug;
    std::string_view ko;
    std::string_view en;
};

struct Shelf {
    Named category;
    std::array<Named, 3> things;
    std::int64_t price;  // of the plainest, in won
};

constexpr std::array<Shelf, 12> shelves = {{
    {{"tops", "상의", "Tops"},
     {{{"tee", "티셔츠", "T-shirt"}, {"shirt", "셔츠", "Shirt"}, {"knit", "니트", "Knit"}}},
     19'900},
    {{"bottoms", "하의", "Bottoms"},
     {{{"jeans", "청바지", "Jeans"}, {"slacks", "슬랙스", "Slacks"}, {"skirt", "치마", "Skirt"}}},
     32'000},
    {{"shoes", "신발", "Shoes"},
     {{{"sneakers", "운동화", "Sneakers"},
       {"boots", "부츠", "Boots"},
       {"slippers", "슬리퍼", "Slippers"}}},
     45'000},
    {{"bags", "가방", "Bags"},
     {{{"tote", "에코백", "Tote bag"},
       {"backpack", "배낭", "Backpack"},
       {"pouch", "파우치", "Pouch"}}},
     15'000},
    {{"kitchen", "주방", "Kitchen"},
     {{{"bowl", "밥그릇", "Rice bowl"},
       {"kettle", "주전자", "Kettle"},
       {"knife", "식칼", "Kitchen knife"}}},
     8'900},
    {{"bedding", "침구", "Bedding"},
     {{{"pillow", "베개", "Pillow"}, {"duvet", "이불", "Duvet"}, {"blanket", "담요", "Blanket"}}},
     29'000},
    {{"stationery", "문구", "Stationery"},
     {{{"notebook", "공책", "Notebook"},
       {"pen", "만년필", "Fountain pen"},
       {"ink", "잉크", "Ink"}}},
     3'900},
    {{"tea-coffee", "차와 커피", "Tea and coffee"},
     {{{"green-tea", "녹차", "Green tea"},
       {"barley-tea", "보리차", "Barley tea"},
       {"beans", "원두", "Coffee beans"}}},
     9'500},
    {{"snacks", "간식", "Snacks"},
     {{{"yakgwa", "약과", "Yakgwa"}, {"laver", "김", "Roasted laver"}, {"nuts", "견과", "Nuts"}}},
     5'900},
    {{"beauty", "미용", "Beauty"},
     {{{"soap", "비누", "Soap"}, {"cream", "크림", "Cream"}, {"toner", "토너", "Toner"}}},
     12'000},
    {{"electronics", "전자", "Electronics"},
     {{{"earphones", "이어폰", "Earphones"},
       {"keyboard", "키보드", "Keyboard"},
       {"lamp", "스탠드", "Desk lamp"}}},
     59'000},
    {{"outdoor", "야외", "Outdoor"},
     {{{"tent", "텐트", "Tent"},
       {"chair", "의자", "Camp chair"},
       {"bottle", "물병", "Water bottle"}}},
     24'000},
}};

constexpr std::array<Named, 6> makes = {{{"plain", "기본", "Plain"},
                                         {"linen", "리넨", "Linen"},
                                         {"handmade", "수제", "Handmade"},
                                         {"seoul", "서울", "Seoul"},
                                         {"jeju", "제주", "Jeju"},
                                         {"premium", "고급", "Premium"}}};

struct Seller {
    std::string_view name;
    std::string_view email;
    std::string_view business_number;  // with a right check digit
};

constexpr std::array<Seller, 5> sellers = {{{"한강상사", "seller1@jangteo.example", "1018116505"},
                                            {"남대문잡화", "seller2@jangteo.example", "2148712341"},
                                            {"제주농원", "seller3@jangteo.example", "6168100017"},
                                            {"부산신발", "seller4@jangteo.example", "6058200012"},
                                            {"전주공방", "seller5@jangteo.example", "4028100015"}}};

constexpr std::size_t products_wanted = 200;
constexpr std::int64_t initial_stock = 100;

json::object both(std::string_view ko, std::string_view en) { return {{"ko", ko}, {"en", en}}; }

// What the seller of a product is known by.
struct Shopkeeper {
    std::string enterprise;
    std::string token;
};

// The tenth digit of a Korean business registration number.
char check_digit(std::string_view nine) {
    constexpr std::array<int, 9> weights = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    int sum = (nine[8] - '0') * 5 / 10;
    for (std::size_t i = 0; i < 9; ++i) sum += (nine[i] - '0') * weights[i];
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

json::object product_body(std::size_t number, const std::string& category) {
    const Shelf& shelf = shelves[number % shelves.size()];
    const Named& thing = shelf.things[number / shelves.size() % shelf.things.size()];
    std::size_t make_number = number / (shelves.size() * shelf.things.size()) % makes.size();
    const Named& make = makes[make_number];
    auto price = [&](std::int64_t extra) {
        std::int64_t won = shelf.price +
                           static_cast<std::int64_t>(make_number) * shelf.price / 5 / 100 * 100 +
                           extra;
        return json::object{{"amount", won}, {"currency", "KRW"}};
    };
    std::string code = fmt::format("{}-{}-{}", thing.slug, make.slug, number);
    json::object body{{"category_id", category},
                      {"name", both(fmt::format("{} {}", make.ko, thing.ko),
                                    fmt::format("{} {}", make.en, thing.en))},
                      {"description", both(fmt::format("매일 쓰기 좋은 {}입니다.", thing.ko),
                                           fmt::format("{} for every day.", thing.en))},
                      {"attributes", {{"origin", "KR"}, {"make", make.slug}}},
                      {"status", "active"}};
    if (number % shelves.size() < 3) {
        body["options"] = json::array{json::object{{"name", "크기"}, {"values", {"S", "M", "L"}}}};
        json::array variants;
        for (std::string_view size : {"S", "M", "L"}) {
            variants.push_back(json::object{{"sku_code", fmt::format("{}-{}", code, size)},
                                            {"option_values", {size}},
                                            {"price", price(size == "L" ? 1'000 : 0)}});
        }
        body["variants"] = std::move(variants);
    } else {
        body["variants"] = json::array{json::object{{"sku_code", code}, {"price", price(0)}}};
    }
    return body;
}

class Seeder {
  public:
    Seeder(ApiClient& api, const std::string& operator_token,
           const std::function<void(std::size_t, std::size_t)>& tell)
        : api_(api), operator_(operator_token), tell_(tell) {}

    void run() {
        for (const Shelf& shelf : shelves) {
            auto made = api_.post("/v1/admin/categories",
                                  {{"slug", shelf.category.slug},
                                   {"name", both(shelf.category.ko, shelf.category.en)}},
                                  operator_);
            categories_.push_back(text_at(made, "id"));
            step();
        }
        for (const Seller& seller : sellers) open_shop(seller);
        for (int i = 1; i <= 3; ++i) {
            register_member(fmt::format("buyer{}@jangteo.example", i), fmt::format("손님 {}", i));
            step();
        }
        for (std::size_t i = 0; i < products_wanted; ++i) {
            add_product(i);
            step();
        }
        for (const Shopkeeper& shop : shops_) fill_shelves(shop);
    }

  private:
    void step() { tell_(++done_, shelves.size() + sellers.size() + 3 + products_wanted); }

    std::string register_member(const std::string& email, std::string_view name) {
        auto made = api_.post("/v1/members",
                              {{"email", email}, {"password", demo_password}, {"name", name}});
        return text_at(made, "id");
    }

    void open_shop(const Seller& seller) {
        std::string email(seller.email);
        std::string owner = register_member(email, seller.name);
        std::string number(seller.business_number.substr(0, 9));
        number += check_digit(number);
        auto made =
            api_.post("/v1/admin/enterprises",
                      {{"name", seller.name},
                       {"business_number", number},
                       {"representative", "대표"},
                       {"email", email},
                       {"phone", "02-000-0000"},
                       {"settlement_account",
                        {{"bank", "국민"}, {"number", "00000000000"}, {"holder", "jangteo"}}},
                       {"owner_member_id", owner},
                       {"verified", true}},
                      operator_);
        shops_.push_back({text_at(made, "id"), token_of_owner(email)});
        step();
    }

    // Tokens say for whom their member sells as soon as the member service has heard of it.
    std::string token_of_owner(const std::string& email) {
        constexpr int tries_max = 200;
        for (int tries = 1;; ++tries) {
            std::string token = api_.log_in(email, std::string(demo_password));
            auto seen = api_.call(
                {.target = "/v1/seller/products?limit=1", .token = token, .accepted = {403}});
            if (seen.status != 403) return token;
            if (tries == tries_max) {
                throw Fault(FaultKind::permanent, email + " has no shop: its token says so");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    void add_product(std::size_t number) {
        const Shopkeeper& shop = shops_[number % shops_.size()];
        auto made =
            api_.post("/v1/seller/products",
                      product_body(number, categories_[number % shelves.size()]), shop.token);
        for (const auto& variant : made.as_object().at("variants").as_array()) {
            stock_[number % shops_.size()].push_back(text_at(variant, "sku_id"));
        }
    }

    void fill_shelves(const Shopkeeper& shop) {
        json::array movements;
        for (const std::string& sku : stock_[static_cast<std::size_t>(&shop - shops_.data())]) {
            movements.push_back(json::object{{"sku_id", sku},
                                             {"kind", "restock"},
                                             {"quantity", initial_stock},
                                             {"reason", "opening stock"}});
        }
        api_.post("/v1/seller/stock-movements", {{"movements", std::move(movements)}}, shop.token);
    }

    ApiClient& api_;
    const std::string& operator_;
    const std::function<void(std::size_t, std::size_t)>& tell_;
    std::vector<std::string> categories_;
    std::vector<Shopkeeper> shops_;
    std::array<std::vector<std::string>, sellers.size()> stock_;
    std::size_t done_ = 0;
};

}  // namespace

const std::vector<Login>& demo_logins() {
    static const std::vector<Login> logins = {
        {"operator", "operator@jangteo.example", std::string(demo_password)},
        {"seller", std::string(sellers[0].email), std::string(demo_password)},
        {"buyer", "buyer1@jangteo.example", std::string(demo_password)},
    };
    return logins;
}

bool seed_demo(ApiClient& api, const std::string& operator_token,
               const std::function<void(std::size_t, std::size_t)>& progress) {
    auto tree = api.get("/v1/categories");
    if (!tree.as_object().at("data").as_array().empty()) return false;
    Seeder(api, operator_token, progress).run();
    return true;
}

}  // namespace jangteo::boot
