#include "boot/replay/set_up.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/catalog/categories.hpp"
#include "contracts/catalog/products.hpp"
#include "contracts/codec/text_rules.hpp"
#include "contracts/inventory/stock.hpp"
#include "contracts/member/members.hpp"
#include "contracts/seller/enterprises.hpp"

namespace jangteo::boot {
namespace {

using platform::http::ClientAnswer;

constexpr std::string_view category_slug = "order-book";
constexpr std::size_t name_code_points_max = 100;

Fault not_done(std::string_view what, const ClientAnswer& answer) {
    Problem problem = problem_of(answer);
    return Fault(FaultKind::permanent, fmt::format("{} was refused: {} {}: {}", what,
                                                   problem.status, problem.code, problem.title));
}

class SetUp {
  public:
    SetUp(Desk& desk, Progress& progress) : desk_(desk), progress_(progress) {}

    Task<void> run();

  private:
    Task<void> add_seller(std::int64_t seller);
    Task<void> add_enterprise(std::int64_t seller);
    Task<void> find_category();
    Task<void> add_product(std::size_t product);
    Task<void> bring_stock(std::vector<std::size_t> variants);
    Task<void> add_member(std::size_t member);
    Task<MemberId> find_or_create_member(std::string email, std::string name);
    contracts::CreateProductForRequest product_body(const PlannedProduct& product) const;
    std::vector<std::vector<std::size_t>> stock_to_bring() const;

    Desk& desk_;
    Progress& progress_;
    CategoryId category_;
};

Task<void> SetUp::run() {
    for (const PlannedProduct& product : desk_.plan.products) {
        desk_.world.sellers[static_cast<std::size_t>(product.seller)].is_needed = true;
    }
    Task<void> sellers = for_each(sellers_count, desk_.width, [this](std::size_t i) {
        return add_seller(static_cast<std::int64_t>(i));
    });
    co_await sellers;
    Task<void> category = find_category();
    co_await category;
    Task<void> products = for_each(desk_.plan.products.size(), desk_.width,
                                   [this](std::size_t i) { return add_product(i); });
    co_await products;
    auto bundles = stock_to_bring();
    std::size_t missing = 0;
    for (const auto& bundle : bundles) missing += bundle.size();
    progress_.add(static_cast<std::int64_t>(desk_.plan.variants.size() - missing));
    Task<void> stock = for_each(bundles.size(), desk_.width, [this, &bundles](std::size_t i) {
        return bring_stock(bundles[i]);
    });
    co_await stock;
    Task<void> members = for_each(desk_.plan.members.size(), desk_.width,
                                  [this](std::size_t i) { return add_member(i); });
    co_await members;
}

Task<MemberId> SetUp::find_or_create_member(std::string email, std::string name) {
    contracts::CreateMemberBody body;
    body.email.value = email;
    body.name = std::move(name);
    Task<ClientAnswer> posting =
        post_as_operator(desk_, "/v1/admin/members", "member-" + email, std::move(body));
    ClientAnswer answer = co_await posting;
    if (is_success(answer)) co_return body_of<contracts::MemberAnswer>(answer).id;
    if (answer.status != 409) throw not_done("member " + email, answer);
    MemberId id;
    std::function<bool(contracts::MemberAnswer&)> visit = [&id](contracts::MemberAnswer& member) {
        id = member.id;
        return false;
    };
    Task<void> reading = each_item(
        desk_, "/v1/admin/members?filter%5Bemail%5D=" + platform::http::percent_encode(email),
        visit);
    co_await reading;
    if (id.is_nil()) throw not_done("member " + email, answer);
    co_return id;
}

Task<void> SetUp::add_seller(std::int64_t number) {
    SellerInShop& seller = desk_.world.sellers[static_cast<std::size_t>(number)];
    if (seller.is_needed && seller.owner.is_nil()) {
        Task<MemberId> owner = find_or_create_member(owner_email_of(number),
                                                     fmt::format("Owner of seller {}", number));
        seller.owner = co_await owner;
    }
    if (seller.is_needed && seller.enterprise.is_nil()) {
        Task<void> adding = add_enterprise(number);
        co_await adding;
    }
    progress_.add();
}

Task<void> SetUp::add_enterprise(std::int64_t number) {
    SellerInShop& seller = desk_.world.sellers[static_cast<std::size_t>(number)];
    contracts::CreateEnterpriseForBody body;
    body.name = fmt::format("Seller {}", number);
    body.business_number = business_number_of(number);
    body.representative = fmt::format("Owner of seller {}", number);
    body.email.value = owner_email_of(number);
    body.phone = "02-000-0000";
    body.settlement_account.bank = "088";
    body.settlement_account.number = fmt::format("110-{:06}", number);
    body.settlement_account.holder = fmt::format("Seller {}", number);
    body.owner_member_id = seller.owner;
    body.verified = true;
    Task<ClientAnswer> posting = post_as_operator(
        desk_, "/v1/admin/enterprises", fmt::format("seller-{}", number), std::move(body));
    ClientAnswer answer = co_await posting;
    if (!is_success(answer)) throw not_done(fmt::format("seller {}", number), answer);
    seller.enterprise = body_of<contracts::EnterpriseAnswer>(answer).id;
}

Task<void> SetUp::find_category() {
    ApiRequest request;
    request.target = "/v1/categories";
    Task<ClientAnswer> reading = desk_.shop.expect(std::move(request));
    ClientAnswer tree = co_await reading;
    for (const auto& category : body_of<contracts::CategoryTree>(tree).data) {
        if (category.slug == category_slug) category_ = category.id;
    }
    if (!category_.is_nil()) co_return;
    contracts::CreateCategoryRequest body;
    body.slug = std::string(category_slug);
    body.name.ko = "주문 장부";
    body.name.en = "Order book";
    Task<ClientAnswer> posting =
        post_as_operator(desk_, "/v1/admin/categories", "category-order-book", std::move(body));
    ClientAnswer answer = co_await posting;
    if (!is_success(answer)) throw not_done("the category", answer);
    category_ = body_of<contracts::CategoryAnswer>(answer).id;
}

contracts::CreateProductForRequest SetUp::product_body(const PlannedProduct& product) const {
    contracts::CreateProductForRequest body;
    std::string name = name_for_shop(product.name, product.code);
    body.enterprise_id = desk_.world.sellers[static_cast<std::size_t>(product.seller)].enterprise;
    body.category_id = category_;
    body.name.ko = name;
    body.name.en = name;
    body.status = contracts::InitialProductStatus::active;
    body.attributes = {{"stock_code", product.code}};
    contracts::OptionAxisBody prices;
    prices.name = "가격";
    for (std::size_t index : product.variants) {
        const PlannedVariant& variant = desk_.plan.variants[index];
        contracts::VariantBody& one = body.variants.value.emplace_back();
        one.sku_code = sku_code_of(product, variant);
        one.price = won(variant.price_won);
        if (product.variants.size() == 1) continue;
        contracts::OptionValue value = fmt::format("{}원", variant.price_won);
        prices.values.value.push_back(value);
        one.option_values = std::vector<contracts::OptionValue>{value};
    }
    if (product.variants.size() > 1) {
        body.options = std::vector<contracts::OptionAxisBody>{std::move(prices)};
    }
    return body;
}

Task<void> SetUp::add_product(std::size_t index) {
    const PlannedProduct& product = desk_.plan.products[index];
    auto is_there = [this](std::size_t i) { return !desk_.world.variants[i].sku.is_nil(); };
    progress_.add();
    if (std::ranges::all_of(product.variants, is_there)) co_return;
    if (std::ranges::any_of(product.variants, is_there)) {
        throw Fault(FaultKind::permanent,
                    product.code +
                        " has not all its prices: this shop holds a replay of another "
                        "file or limit");
    }
    Task<ClientAnswer> posting = post_as_operator(desk_, "/v1/admin/products",
                                                  "product-" + product.code, product_body(product));
    ClientAnswer answer = co_await posting;
    if (!is_success(answer)) throw not_done("product " + product.code, answer);
    for (const auto& variant : body_of<contracts::ProductAnswer>(answer).variants) {
        for (std::size_t i : product.variants) {
            bool is_same = sku_code_of(product, desk_.plan.variants[i]) == variant.sku_code;
            if (is_same) desk_.world.variants[i].sku = variant.sku_id;
        }
    }
    if (!std::ranges::all_of(product.variants, is_there))
        throw not_done("product " + product.code, answer);
}

std::vector<std::vector<std::size_t>> SetUp::stock_to_bring() const {
    std::vector<std::vector<std::size_t>> bundles;
    for (std::size_t i = 0; i < desk_.plan.variants.size(); ++i) {
        std::int64_t wanted = initial_stock(desk_.plan.variants[i].sold, desk_.stock_factor);
        if (wanted == 0 || desk_.world.variants[i].stocked == wanted) continue;
        bool is_full = bundles.empty() || bundles.back().size() == contracts::stock_movements_max;
        if (is_full) bundles.emplace_back();
        bundles.back().push_back(i);
    }
    return bundles;
}

Task<void> SetUp::bring_stock(std::vector<std::size_t> variants) {
    contracts::MoveStockRequest body;
    for (std::size_t i : variants) {
        contracts::StockMoveLine& line = body.movements.value.emplace_back();
        line.sku_id = desk_.world.variants[i].sku;
        line.quantity = initial_stock(desk_.plan.variants[i].sold, desk_.stock_factor);
        line.reason = "opening stock";
    }
    std::string key =
        fmt::format("stock-{}-{}", body.movements.value.front().sku_id.text(), variants.size());
    Task<ClientAnswer> posting =
        post_as_operator(desk_, "/v1/seller/stock-movements", std::move(key), std::move(body));
    ClientAnswer answer = co_await posting;
    if (!is_success(answer)) throw not_done("the opening stock", answer);
    progress_.add(static_cast<std::int64_t>(variants.size()));
}

Task<void> SetUp::add_member(std::size_t index) {
    if (desk_.world.members[index].is_nil()) {
        const std::string& member = desk_.plan.members[index];
        Task<MemberId> adding = find_or_create_member(
            member_email_of(member), name_for_shop("Customer " + member, "Customer"));
        desk_.world.members[index] = co_await adding;
    }
    progress_.add();
}

}  // namespace

std::int64_t set_up_steps(const Plan& plan) {
    return sellers_count + static_cast<std::int64_t>(plan.products.size() + plan.variants.size() +
                                                     plan.members.size());
}

Task<void> set_up(Desk& desk, Progress& progress) {
    SetUp work(desk, progress);
    Task<void> running = work.run();
    co_await running;
}

std::string name_for_shop(std::string_view text, std::string_view otherwise) {
    std::string name;
    std::size_t code_points = 0;
    for (char c : text) {
        bool begins = (c & 0xC0) != 0x80;
        if (begins && ++code_points > name_code_points_max) break;
        bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        name.push_back(is_control ? ' ' : c);
    }
    auto first = name.find_first_not_of(' ');
    if (first == std::string::npos || codec::has_control_character(name)) {
        return std::string(otherwise);
    }
    return name.substr(first, name.find_last_not_of(' ') - first + 1);
}

}  // namespace jangteo::boot
