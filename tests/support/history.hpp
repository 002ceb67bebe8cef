#pragma once

// Whether what parallel callers were told can have happened one after the other: some order of the
// calls must explain every answer, by a model that handles one call at a time.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace jangteo::test {

struct Observed {
    std::string call;
    std::string answer;
    auto operator<=>(const Observed&) const = default;
};

// `apply` answers a call and changes the state. Equal calls with equal answers are
// interchangeable, so that 64 parallel calls are few cases.
template <class State>
class History {
  public:
    using Apply = std::function<std::string(State&, const std::string& call)>;

    explicit History(Apply apply) : apply_(std::move(apply)) {}

    void add(std::string call, std::string answer) {
        ++open_[{std::move(call), std::move(answer)}];
    }

    // Some order leads from `first` to a state that `is_end` accepts.
    bool is_explained(const State& first, const std::function<bool(const State&)>& is_end) {
        seen_.clear();
        return search(first, is_end);
    }

    std::string text() const {
        std::string text;
        for (const auto& [observed, count] : open_) {
            text += std::to_string(count) + " x " + observed.call + " -> " + observed.answer + "\n";
        }
        return text;
    }

  private:
    using Open = std::map<Observed, int>;

    bool search(const State& state, const std::function<bool(const State&)>& is_end) {
        if (open_.empty()) return is_end(state);
        if (!seen_.emplace(state, open_).second) return false;
        const Open choices = open_;
        for (const auto& [observed, count] : choices) {
            State next = state;
            if (apply_(next, observed.call) != observed.answer) continue;
            if (count == 1) {
                open_.erase(observed);
            } else {
                --open_[observed];
            }
            if (search(next, is_end)) return true;
            open_ = choices;
        }
        return false;
    }

    Apply apply_;
    Open open_;
    std::set<std::pair<State, Open>> seen_;
};

}  // namespace jangteo::test
