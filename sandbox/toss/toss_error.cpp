#include "sandbox/toss/toss_error.hpp"

#include <array>
#include <unordered_map>

#include "sandbox/desk/json_text.hpp"

namespace jangteo::sandbox::toss {

namespace {

constexpr std::string_view codes_400 =
    "ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_REQUEST "
    "NOT_ALLOWED_POINT_USE INVALID_API_KEY INVALID_REJECT_CARD BELOW_MINIMUM_AMOUNT "
    "INVALID_CARD_EXPIRATION INVALID_STOPPED_CARD EXCEED_MAX_DAILY_PAYMENT_COUNT "
    "NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT INVALID_CARD_INSTALLMENT_PLAN "
    "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN EXCEED_MAX_PAYMENT_AMOUNT NOT_FOUND_TERMINAL_ID "
    "INVALID_AUTHORIZE_AUTH INVALID_CARD_LOST_OR_STOLEN RESTRICTED_TRANSFER_ACCOUNT "
    "INVALID_CARD_NUMBER INVALID_UNREGISTERED_SUBMALL NOT_REGISTERED_BUSINESS "
    "EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT CARD_PROCESSING_ERROR "
    "EXCEED_MAX_AMOUNT INVALID_ACCOUNT_INFO_RE_REGISTER NOT_AVAILABLE_PAYMENT UNAPPROVED_ORDER_ID "
    "EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT ALREADY_PROCESSING_REQUEST ALREADY_CANCELED_PAYMENT "
    "INVALID_REFUND_ACCOUNT_INFO EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT "
    "INVALID_REFUND_ACCOUNT_NUMBER "
    "INVALID_BANK NOT_MATCHES_REFUNDABLE_AMOUNT REFUND_REJECTED ALREADY_REFUND_PAYMENT "
    "FORBIDDEN_BANK_REFUND_REQUEST NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT "
    "INVALID_CARD_PASSWORD INVALID_CARD_IDENTITY INVALID_BIRTH_DAY_FORMAT NOT_SUPPORTED_CARD_TYPE "
    "NOT_REGISTERED_CARD_COMPANY INVALID_BILL_KEY_REQUEST DUPLICATED_ORDER_ID INVALID_EMAIL "
    "INVALID_REQUIRED_PARAM INVALID_CUSTOMER_KEY INVALID_BILLING_AUTH NOT_MATCHES_CUSTOMER_KEY "
    "ALREADY_REMOVED_BILLING_KEY EXCEED_MAX_DUE_DATE EXCEED_MAX_VALID_HOURS "
    "INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE INVALID_VIRTUAL_ACCOUNT_TYPE "
    "REQUIRED_ACCOUNT_KEY "
    "INVALID_ISO_DATE_FORMAT INVALID_ORDER_ID INVALID_ORDER_NAME INVALID_PAYMENT_KEY "
    "INVALID_CURRENCY BELOW_ZERO_AMOUNT REQUIRED_AMOUNT DUPLICATED_REQUEST EXCEED_MAX_QUERY_LIMIT "
    "INVALID_PAGING_KEY INVALID_DATE API_VERSION_UPDATE_NEEDED MAINTAINED_METHOD "
    "PAY_PROCESS_ABORTED "
    "PAY_PROCESS_CANCELED NOT_SUPPORTED_METHOD EXCEEDS_TRANSFER_AMOUNT_MAXIMUM "
    "ALREADY_COMPLETED_PAYMENT ALREADY_REFUNDING_PAYMENT INVALID_REFUND_AMOUNT INVALID_TEST_CODE "
    "INVALID_IDEMPOTENCY_KEY";
constexpr std::string_view codes_401 = "UNAUTHORIZED_KEY";
constexpr std::string_view codes_403 =
    "REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY FORBIDDEN_REQUEST "
    "REJECT_TOSSPAY_INVALID_ACCOUNT EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT "
    "NOT_AVAILABLE_BANK INVALID_PASSWORD INCORRECT_BASIC_AUTH_FORMAT FDS_ERROR "
    "NOT_CANCELABLE_AMOUNT FORBIDDEN_CONSECUTIVE_REQUEST NOT_CANCELABLE_PAYMENT "
    "EXCEED_MAX_REFUND_DUE NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT NOT_ALLOWED_PARTIAL_REFUND "
    "NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_CANCEL_LIMIT EXCEED_MAX_REFUND_AMOUNT "
    "NOT_ALLOWED_CHANGING_ACCOUNT NOT_ALLOWED_REFUND_BANK NOT_SUPPORTED_REFUND";
constexpr std::string_view codes_404 =
    "NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION NOT_FOUND_BILLING NOT_FOUND "
    "NOT_FOUND_HTTP_METHOD NOT_FOUND_MERCHANT NOT_FOUND_METHOD PAYOUT_NOT_FOUND";
constexpr std::string_view codes_409 = "IDEMPOTENT_REQUEST_PROCESSING";
constexpr std::string_view codes_429 = "TOO_MANY_REQUESTS";
constexpr std::string_view codes_500 =
    "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING "
    "UNKNOWN_PAYMENT_ERROR FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL "
    "FAILED_PARTIAL_REFUND COMMON_ERROR FAILED_BILL_KEY_AUTH_CREATION FAILED_BILLING_AUTO_CANCEL "
    "FAILED_CARD_COMPANY_RESPONSE FAILED_DB_PROCESSING FAILED_METHOD_HANDLING UNKNOWN_ERROR";

struct Message {
    std::string_view code;
    std::string_view korean;
    std::string_view english;
};

// The Korean texts are the vendor's where the vendor publishes them.
constexpr std::array messages{
    Message{"ALREADY_PROCESSED_PAYMENT", "이미 처리된 결제 입니다.",
            "This is a payment that has already been processed."},
    Message{"PROVIDER_ERROR", "일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.",
            "A temporary error has occurred. Please try again later."},
    Message{"INVALID_REQUEST", "잘못된 요청입니다.", "The bad request."},
    Message{"INVALID_API_KEY", "잘못된 시크릿키 연동 정보 입니다.", "Incorrect secret key."},
    Message{"UNAUTHORIZED_KEY", "인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.",
            "Unauthorized secretKey or clientKey."},
    Message{"INCORRECT_BASIC_AUTH_FORMAT", "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.",
            "Invalid request. Please encode including ':'."},
    Message{"REJECT_CARD_PAYMENT", "한도초과 혹은 잔액부족으로 결제에 실패했습니다.",
            "The payment failed because of the limit or the balance."},
    Message{"REJECT_CARD_COMPANY", "결제 승인이 거절되었습니다.", "The payment was rejected."},
    Message{"NOT_FOUND_PAYMENT", "존재하지 않는 결제 정보 입니다.", "Not found payment."},
    Message{"NOT_FOUND_PAYMENT_SESSION",
            "결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다.",
            "The payment session has expired."},
    Message{"ALREADY_CANCELED_PAYMENT", "이미 취소된 결제 입니다.",
            "This is a payment that has already been canceled."},
    Message{"NOT_CANCELABLE_AMOUNT", "취소 할 수 없는 금액 입니다.", "Not a cancelable amount."},
    Message{"NOT_CANCELABLE_PAYMENT", "취소 할 수 없는 결제 입니다.", "Not a cancelable payment."},
    Message{"NOT_MATCHES_REFUNDABLE_AMOUNT", "잔액 결과가 일치하지 않습니다.",
            "The refundable amount does not match."},
    Message{"INVALID_IDEMPOTENCY_KEY", "멱등키는 300자 이하여야 합니다.",
            "The idempotency key has at most 300 characters."},
    Message{"IDEMPOTENT_REQUEST_PROCESSING", "이전 멱등 요청이 처리중입니다.",
            "The previous idempotent request is being processed."},
    Message{"PAY_PROCESS_CANCELED", "사용자에 의해 결제가 취소되었습니다.",
            "The payment was canceled by the buyer."},
    Message{"PAY_PROCESS_ABORTED", "결제 진행 중 승인에 실패하여 결제가 중단되었습니다.",
            "The payment was aborted."},
    Message{"BELOW_MINIMUM_AMOUNT",
            "신용카드는 결제금액이 100원 이상, 계좌는 200원이상부터 결제가 가능합니다.",
            "The amount is below the minimum (card 100 won, account 200 won)."},
    Message{"NOT_FOUND_BILLING", "존재하지 않는 빌링 결제 정보 입니다.", "Not found billing."},
    Message{"INVALID_CARD_NUMBER", "카드번호를 다시 확인해주세요.",
            "Please check the card number."},
    Message{"FORBIDDEN_CONSECUTIVE_REQUEST",
            "반복적인 요청은 허용되지 않습니다. 잠시 후 다시 시도해주세요.",
            "Consecutive requests are not allowed. Please try again later."},
    Message{"NOT_FOUND", "존재하지 않는 정보 입니다.", "Not found."},
    Message{"NOT_FOUND_HTTP_METHOD", "존재하지 않는 HTTP 메소드 입니다.", "No such HTTP method."},
    Message{"INVALID_TEST_CODE", "존재하지 않는 테스트 코드 입니다.", "No such test code."},
};

void add(std::unordered_map<std::string_view, int>& all, int status, std::string_view codes) {
    while (!codes.empty()) {
        const std::string_view code = codes.substr(0, codes.find(' '));
        codes.remove_prefix(std::min(codes.size(), code.size() + 1));
        all.emplace(code, status);
    }
}

std::unordered_map<std::string_view, int> catalogue() {
    std::unordered_map<std::string_view, int> all;
    add(all, 400, codes_400);
    add(all, 401, codes_401);
    add(all, 403, codes_403);
    add(all, 404, codes_404);
    add(all, 409, codes_409);
    add(all, 429, codes_429);
    add(all, 500, codes_500);
    return all;
}

}  // namespace

std::optional<int> status_of(std::string_view code) {
    static const auto all = catalogue();
    const auto found = all.find(code);
    return found == all.end() ? std::nullopt : std::optional(found->second);
}

std::string message_of(std::string_view code, Language language) {
    const bool is_english = language == Language::english;
    for (const Message& message : messages) {
        if (message.code == code) {
            return std::string(is_english ? message.english : message.korean);
        }
    }
    std::string text(is_english ? "The request could not be processed: "
                                : "요청을 처리할 수 없습니다: ");
    return text.append(code);
}

std::string error_body(std::string_view code, Language language) {
    std::string body;
    JsonText(body).open().text("code", code).text("message", message_of(code, language)).close();
    return body;
}

}  // namespace jangteo::sandbox::toss
