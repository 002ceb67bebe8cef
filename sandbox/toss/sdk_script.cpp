// A stand-in for the browser SDK (https://js.tosspayments.com/v2/standard), served at /v2/standard.

#include "sandbox/toss/toss_desk.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::string_view script = R"js((() => {
  const origin = new URL(document.currentScript.src).origin;

  class SdkError extends Error {
    constructor(code, message) { super(message); this.code = code; }
  }

  const open = async (method, amount, request, customerKey) => {
    if (typeof amount?.value !== "number") {
      throw new SdkError("NOT_SETUP_AMOUNT", "amount is not set");
    }
    for (const name of ["successUrl", "failUrl"]) {
      if (request[name] && !/^https?:\/\//.test(request[name])) {
        const which = name === "successUrl" ? "SUCCESS" : "FAIL";
        throw new SdkError(`INCORRECT_${which}_URL_FORMAT`, name + " must be absolute");
      }
    }
    if (!request.successUrl || !request.failUrl) {
      throw new SdkError("NOT_SUPPORTED_PROMISE", "the sandbox needs successUrl and failUrl");
    }
    const answer = await fetch(origin + "/__sandbox/payments", {
      method: "POST",
      body: JSON.stringify({
        method, amount: amount.value, orderId: request.orderId, orderName: request.orderName,
        successUrl: request.successUrl, failUrl: request.failUrl, customerKey,
        taxFreeAmount: request.taxFreeAmount, metadata: request.metadata,
      }),
    });
    const session = await answer.json();
    if (!answer.ok) throw new SdkError(session.code, session.message);
    location.assign(session.checkoutUrl);
  };

  const listeners = () => {
    const all = {};
    return {
      on: (name, call) => { (all[name] ??= []).push(call); },
      emit: (name, value) => { (all[name] ?? []).forEach((call) => call(value)); },
    };
  };

  const place = (selector, text) => {
    const element = document.querySelector(selector);
    if (!element) throw new SdkError("INVALID_SELECTOR", selector);
    element.textContent = text;
    return element;
  };

  const widgets = ({ customerKey }) => {
    let amount = null;
    return {
      setAmount: async (value) => { amount = value; },
      renderPaymentMethods: async ({ selector }) => {
        const events = listeners();
        place(selector, "카드 · Card (sandbox)");
        const getSelectedPaymentMethod = async () => ({ code: "CARD" });
        return { on: events.on, destroy: async () => {}, getSelectedPaymentMethod };
      },
      renderAgreement: async ({ selector }) => {
        const events = listeners();
        place(selector, "약관 동의 · Terms agreed (sandbox)");
        const agreed = { agreedRequiredTerms: true, agreements: [] };
        queueMicrotask(() => events.emit("agreementStatusChange", agreed));
        return { on: events.on, destroy: async () => {} };
      },
      renderPaymentWindow: async () => ({ on: listeners().on, destroy: async () => {} }),
      requestPayment: (request) => open("CARD", amount, request, customerKey),
    };
  };

  const payment = ({ customerKey }) => ({
    requestPayment: (request) => open(request.method, request.amount, request, customerKey),
    requestBillingAuth: async ({ successUrl, failUrl }) => {
      const query = new URLSearchParams({ customerKey, successUrl, failUrl });
      location.assign(origin + "/__sandbox/billing-auth?" + query);
    },
  });

  window.TossPayments = (clientKey) => {
    if (!/^(test|live)_g?ck_/.test(clientKey)) {
      throw new SdkError("INVALID_CLIENT_KEY", "not a client key");
    }
    return { widgets, payment };
  };
  window.TossPayments.ANONYMOUS = "ANONYMOUS";
})();
)js";

}  // namespace

Reply TossDesk::sdk_script(Request&) {
    Reply reply;
    reply.content_type = "text/javascript;charset=UTF-8";
    reply.body = script;
    return reply;
}

}  // namespace jangteo::sandbox::toss
