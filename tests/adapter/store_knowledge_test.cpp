// What a writer's connection knows of its store without asking, on every engine.

#include "runtime/documents.hpp"
#include "runtime/small_table.hpp"
#include "tests/support/in_batch.hpp"
#include "tests/support/store_test.hpp"

namespace jangteo::test {

struct NamedThing {
    OrderId id;
    std::string name;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(NamedThing, (), (id, name))

namespace {

using Things = runtime::Documents<NamedThing>;

// In the order of the numbers, as ids are in that of their time.
OrderId id_of(std::size_t number) {
    Uuid uuid{};
    for (std::size_t i = 0; i < 8; ++i) {
        const auto byte = static_cast<std::uint8_t>(number >> (8 * i));
        uuid[7 - i] = byte;
        uuid[15 - i] = byte;  // for the hash
    }
    return OrderId(uuid);
}

class StoreKnowledge : public StoreTest {
  protected:
    void add_thing(std::size_t number) { things.add(db(), NamedThing{id_of(number), "", 0}); }
    bool has_thing(std::size_t number) { return things.find(db(), id_of(number)).has_value(); }
    // How often `work` waited for a server; 0 where there is none.
    template <class Work>
    std::uint64_t waits_of(Work work) {
        const std::uint64_t before = store->round_trips();
        work();
        return store->round_trips() - before;
    }

    Things things{"thing", {"name"}, [](const NamedThing& thing, Things::Values& values) {
                      values.emplace_back(thing.name);
                  }};
};

TEST_P(StoreKnowledge, of_documents_that_are_newer_than_all_needs_no_question) {
    in_batch(db(), [&] { add_thing(5); });
    in_batch(db(), [&] {
        EXPECT_LE(waits_of([&] { EXPECT_FALSE(has_thing(8)); }), 1U);
        EXPECT_EQ(waits_of([&] {
                      EXPECT_FALSE(has_thing(9));
                      EXPECT_TRUE(has_thing(5));
                      add_thing(9);
                      EXPECT_TRUE(has_thing(9));
                      EXPECT_FALSE(has_thing(8));
                  }),
                  0U);
    });
    in_batch(db(), [&] { EXPECT_EQ(waits_of([&] { EXPECT_TRUE(has_thing(9)); }), 0U); });
}

TEST_P(StoreKnowledge, of_documents_that_are_absent_lasts_until_they_are_added) {
    in_batch(db(), [&] { add_thing(5); });
    in_batch(db(), [&] {
        EXPECT_FALSE(has_thing(3));
        EXPECT_EQ(waits_of([&] { EXPECT_FALSE(has_thing(3)); }), 0U);
        add_thing(3);
        EXPECT_TRUE(has_thing(3));
    });
    in_batch(db(), [&] { things.erase(db(), *things.find(db(), id_of(3))); });
    in_batch(db(), [&] { EXPECT_FALSE(has_thing(3)); });
}

TEST_P(StoreKnowledge, does_not_forget_the_newest_document_with_its_contents) {
    constexpr std::size_t newest = 1'000'000;
    in_batch(db(), [&] {
        EXPECT_FALSE(has_thing(newest));
        add_thing(newest);
    });
    for (std::size_t first = 1; first <= 2 * Things::known_max; first += 64) {
        in_batch(db(), [&] {
            for (std::size_t i = first; i < first + 64; ++i) add_thing(i);
        });
    }
    in_batch(db(), [&] {
        EXPECT_TRUE(has_thing(newest));
        EXPECT_TRUE(has_thing(1));
        EXPECT_FALSE(has_thing(newest + 1));
    });
}

TEST_P(StoreKnowledge, goes_with_a_rollback) {
    in_batch(db(), [&] { EXPECT_FALSE(has_thing(7)); });
    db().begin();
    db().begin_batch();
    add_thing(7);
    add_thing(8);
    db().forget_batch();
    db().rollback();
    in_batch(db(), [&] {
        EXPECT_FALSE(has_thing(7));
        add_thing(7);
    });
    EXPECT_EQ(count(), 1);
}

class KnownNames : public StoreKnowledge {
  protected:
    std::string name_of(std::size_t number) {
        return names.find(db(), id_of(number)).value_or("none");
    }

    static inline const sql::Query rename{"UPDATE thing SET name = ? WHERE id = ?"};
    runtime::SmallTable<OrderId, std::string> names{
        "thing", "id", "name", [](const sql::Rows& row) { return std::string(row.text(1)); }};
};

TEST_P(KnownNames, are_read_once_and_again_after_a_change) {
    for (std::size_t i = 1; i <= 3; ++i) {
        db().execute(insert_thing, {id_of(i), 1, "first", sql::Bytes{""}});
    }
    in_batch(db(), [&] { EXPECT_EQ(name_of(1), "first"); });
    in_batch(db(), [&] {
        EXPECT_EQ(waits_of([&] {
                      EXPECT_EQ(name_of(2), "first");
                      EXPECT_EQ(name_of(4), "none");
                  }),
                  0U);
        db().execute(rename, {"second", id_of(2)});
        EXPECT_EQ(name_of(2), "second");
    });
    db().begin();
    db().begin_batch();
    db().execute(rename, {"third", id_of(2)});
    EXPECT_EQ(name_of(2), "third");
    db().forget_batch();
    db().rollback();
    in_batch(db(), [&] { EXPECT_EQ(name_of(2), "second"); });
    EXPECT_EQ(name_of(2), "second");
}

TEST_P(KnownNames, are_asked_for_one_by_one_when_there_are_many) {
    static const sql::Insert add_name{"thing", {"id", "version", "name", "body"}};
    constexpr auto many = static_cast<std::size_t>(decltype(names)::rows_max) + 1;
    in_batch(db(), [&] {
        for (std::size_t i = 1; i <= many; ++i) {
            db().insert(add_name, {id_of(i), 1, std::to_string(i), sql::Bytes{""}});
        }
    });
    in_batch(db(), [&] {
        EXPECT_EQ(name_of(1), "1");
        EXPECT_EQ(name_of(many), std::to_string(many));
        EXPECT_EQ(name_of(many + 1), "none");
    });
}

// Whether a write changed one row.
TEST_P(StoreKnowledge, of_a_change_is_expected_first_and_asked_for_when_that_was_wrong) {
    static const sql::Query remove{"DELETE FROM thing WHERE id = ?"};
    const std::string bytes(id_of(1).bytes());
    auto remove_one = [&] { return db().changes_one(remove, {sql::Bytes{bytes}}); };
    add_committed(bytes);
    in_batch(db(), [&] { EXPECT_EQ(waits_of([&] { EXPECT_TRUE(remove_one()); }), 0U); });
    EXPECT_EQ(count(), 0);
    bool is_surprised = false;
    try {
        in_batch(db(), [&] {
            add_thing(2);
            is_surprised = !remove_one();
        });
    } catch (const sql::Surprise&) {
        is_surprised = true;
        db().forget_batch();
        db().rollback();
        EXPECT_EQ(count(), 0);
    }
    EXPECT_TRUE(is_surprised);
    db().begin();
    db().begin_batch(true);
    EXPECT_FALSE(remove_one());
    db().end_batch();
    db().commit();
    EXPECT_FALSE(remove_one());
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreKnowledge, testing::ValuesIn(store_engine_names),
                         name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, KnownNames, testing::ValuesIn(store_engine_names),
                         name_of_engine);

}  // namespace
}  // namespace jangteo::test
