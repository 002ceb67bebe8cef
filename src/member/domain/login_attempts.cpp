#include "member/domain/login_attempts.hpp"

namespace jangteo::member {

Duration locked_for(const LoginAttempts& attempts, Timestamp now) {
    Timestamp end = attempts.since + login_failures_window;
    if (attempts.failures < login_failures_max || now >= end) return {};
    return end - now;
}

LoginAttempts after_failure(const LoginAttempts& attempts, Timestamp now) {
    bool over = attempts.failures == 0 || now >= attempts.since + login_failures_window;
    if (over) return {now, 1};
    return {attempts.since, attempts.failures + 1};
}

}  // namespace jangteo::member
