#pragma once

// TossDesk: a stand-in for Toss Payments (API version 2022-11-16): the payment calls, billing keys,
// virtual accounts, webhooks, the payment window, and hooks of our own below /__sandbox. It owns
// the payments and their journal entries.
//
// A call goes through: knobs, authentication, idempotency, test code, validation, lookup, state,
// amount.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/clock.hpp"
#include "sandbox/desk/body.hpp"
#include "sandbox/desk/call_counts.hpp"
#include "sandbox/desk/call_records.hpp"
#include "sandbox/desk/callbacks.hpp"
#include "sandbox/desk/journal.hpp"
#include "sandbox/desk/knob_hooks.hpp"
#include "sandbox/desk/knobs.hpp"
#include "sandbox/desk/path.hpp"
#include "sandbox/desk/provider.hpp"
#include "sandbox/desk/route.hpp"
#include "sandbox/toss/payment_book.hpp"
#include "sandbox/toss/payment_json.hpp"

namespace jangteo::sandbox::toss {

struct TossOptions {
    std::vector<std::string> secret_keys{"test_sk_jangteo"};
    std::string base_url;     // as others reach this server
    std::string webhook_url;  // "": no webhooks
    std::int64_t time_scale =
        1;  // so many times faster: payment window, time to confirm, webhook retries
};

class TossDesk final : public Provider {
  public:
    // Reads the journal.
    TossDesk(TossOptions options, Journal& journal, runtime::Random& random);

    Reply handle(const Call& call) override;
    void tick(Timestamp now) override;
    void on_committed(Timestamp now) override { callbacks_.send_due(now); }

    Callbacks& callbacks() { return callbacks_; }
    PaymentBook& book() { return book_; }
    void set_base_url(std::string url) { options_.base_url = std::move(url); }

  private:
    struct Request {
        const runtime::HttpRequest& http;
        Timestamp now;
        Path path;
        Body body;
        Language language = Language::korean;
        Knob knob;
        std::string record;         // what the call is remembered by; "" without an idempotency key
        std::int64_t sequence = 0;  // the journal's entry of the answer
        std::int64_t replayed = 0;  // the entry that it was answered from
        std::int64_t behind_callback = 0;

        explicit Request(const Call& call);
        std::string_view param() const { return path.param(); }
    };
    using Route = sandbox::Route<TossDesk, Request>;
    static const std::vector<Route>& routes();

    // Conduct of a call.
    Reply conduct(const Route& route, Request& request);
    Reply conduct_faulty(const Route& route, Request& request);
    Reply run_once(const Route& route, Request& request);
    std::string_view refuse_key(const Request& request) const;
    std::string_view refuse_test_code(const Request& request) const;
    void take_knob(const Route& route, Request& request);
    Reply replay(Request& request, std::int64_t sequence);
    void hold_under_way(const Route& route, const Request& request, Reply& reply);
    Reply with_headers(const Request& request, Reply reply);
    static std::string trace_of(std::int64_t sequence);

    // Replies.
    Reply refused(const Request& request, std::string_view code) const;
    Reply shown(const Request& request, const Payment& payment) const;
    // Writes the payment's new state and the answer to the call, which shows it.
    Reply written(Request& request, const Payment& payment);
    Reply written(Request& request, const Billing& billing, std::string answer);
    void write(const Payment& payment, Timestamp now);
    void write(const Billing& billing, Timestamp now);

    // The API.
    Reply confirm(Request& request);
    Reply refuse_as_issuer(Request& request, Payment& payment);
    Reply get_payment(Request& request);
    Reply get_order(Request& request);
    Reply cancel(Request& request);
    std::string_view refuse_cancel(const Request& request, const Payment& payment,
                                   std::int64_t amount) const;
    Reply issue_virtual_account(Request& request);
    std::string_view refuse_virtual_account(const Request& request, Timestamp& due_at) const;
    VirtualAccount new_account(std::string_view customer_name, std::string_view bank,
                               Timestamp due_at);
    Reply issue_billing_key(Request& request);
    Reply register_card(Request& request);
    Reply charge(Request& request);
    std::string_view refuse_charge(const Request& request, const Billing* billing);
    Reply delete_billing_key(Request& request);
    std::string billing_body(const Billing& billing, Language language) const;

    // The hooks and the payment window.
    Reply create_session(Request& request);
    Reply create_payment(Request& request);
    Payment& new_payment(Request& request);
    std::string_view refuse_session(const Request& request) const;
    std::string session_body(const Payment& payment) const;
    Reply decide(Request& request);
    Reply decided(Request& request, const Payment& payment, std::string redirect) const;
    Reply checkout_page(Request& request);
    Reply sdk_script(Request& request);
    Reply deposit(Request& request);
    Reply reverse_deposit(Request& request);
    Reply create_billing_auth(Request& request);
    Reply billing_auth_page(Request& request);
    Reply hook_add_knob(Request& request) { return add_knob(knobs_, request.body); }
    Reply hook_list_knobs(Request&) { return list_knobs(knobs_); }
    Reply hook_remove_knobs(Request& request) { return remove_knobs(knobs_, request.http.query); }
    Reply set_webhook(Request& request);
    Reply show_books(Request& request);
    Reply list_payments(Request& request);

    // Webhooks, as the knob of the call wants them.
    void announce(Request& request, const Payment& payment);
    void announce_deposit(Request& request, const Payment& payment);
    void announce(const Payment& payment, Timestamp now);
    void post(Request& request, const std::string& body);
    std::string status_changed(const Payment& payment, Timestamp now) const;
    std::string deposit_callback(const Payment& payment, Timestamp now) const;

    void expire_if_due(Payment& payment, Timestamp now);
    Duration scaled(Duration duration) const { return {duration.us / options_.time_scale}; }
    std::string new_key(std::string_view prefix, Timestamp now);
    std::string new_transaction_key(Timestamp now);
    PaymentView view(Language language, Timestamp now) const {
        return {language, options_.base_url, now};
    }

    TossOptions options_;
    Journal& journal_;
    runtime::Ids ids_;
    PaymentBook book_;
    Knobs knobs_;
    CallRecords records_;
    Callbacks callbacks_;
    CallCounts calls_;
    std::int64_t unrecorded_calls_ = 0;
    std::int64_t accounts_issued_ = 0;
    std::map<std::string, int, std::less<>> cancels_under_way_;  // whose answers have not left
};

}  // namespace jangteo::sandbox::toss
