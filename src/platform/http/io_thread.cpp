#include "platform/http/io_thread.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <ctime>

namespace jangteo::platform::http {

namespace {

constexpr std::int64_t tick_ms_max = 500;
// Beyond connections_max this many more are told why before they are closed; the rest is closed
// without a word.
constexpr std::uint64_t refused_connections_max = 64;

std::int64_t tick_ms_of(const ServerOptions& options) {
    const std::int64_t shortest =
        std::min({options.idle_timeout.us, options.slow_request_timeout.us,
                  options.slow_reader_timeout.us, options.stream_comment_every.us});
    return std::clamp<std::int64_t>(shortest / 1000 / 8, 5, tick_ms_max);
}

std::string imf_fixdate(std::time_t time) {
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 40> text;
    const std::size_t length =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

}  // namespace

IoThread::IoThread(ServerShared& shared)
    : shared_(shared),
      work_(boost::asio::make_work_guard(io_)),
      timer_(io_),
      tick_ms_(tick_ms_of(shared.options)),
      mailbox_(
          std::make_shared<Mailbox>([this] { boost::asio::post(io_, [this] { take_mail(); }); },
                                    [this](Message&& message) { deliver(std::move(message)); })) {
    read_clocks();
}

IoThread::~IoThread() { stop(); }

void IoThread::start() {
    thread_ = std::thread([this] {
        mailbox_->own_this_thread();
        schedule_tick();
        io_.run();
        mailbox_->own_no_thread();
    });
    pthread_setname_np(thread_.native_handle(), "http");
}

void IoThread::stop() {
    mailbox_->close();
    io_.stop();
    if (thread_.joinable()) thread_.join();
    for (Place& place : places_) {
        if (place.connection) place.connection->cut();
        place.connection.reset();
    }
}

void IoThread::adopt(boost::asio::ip::tcp::socket socket) {
    boost::asio::dispatch(io_,
                          [this, socket = std::move(socket)]() mutable { add(std::move(socket)); });
}

void IoThread::add(boost::asio::ip::tcp::socket socket) {
    counters().connections_accepted.fetch_add(1, std::memory_order_relaxed);
    const auto open = counters().connections_open.load(std::memory_order_relaxed);
    if (open >= options().connections_max + refused_connections_max) return;
    counters().connections_open.fetch_add(1, std::memory_order_relaxed);
    if (free_places_.empty()) {
        free_places_.push_back(static_cast<std::uint32_t>(places_.size()));
        places_.emplace_back();
    }
    const std::uint32_t index = free_places_.back();
    free_places_.pop_back();
    Place& place = places_[index];
    place.connection = std::make_unique<Connection>(*this, ConnectionKey{index, ++place.generation},
                                                    std::move(socket));
    Connection& connection = *place.connection;
    if (open >= options().connections_max) connection.refuse(EngineError::too_many_connections);
    if (shared_.is_draining.load()) connection.begin_drain();
    connection.start();
    reap(connection);
}

Connection* IoThread::find(ConnectionKey key) {
    if (key.index >= places_.size()) return nullptr;
    Place& place = places_[key.index];
    return place.generation == key.generation ? place.connection.get() : nullptr;
}

void IoThread::reap(Connection& connection) {
    if (!connection.is_over()) return;
    const std::uint32_t index = connection.key().index;
    places_[index].connection.reset();
    free_places_.push_back(index);
    counters().connections_open.fetch_sub(1, std::memory_order_relaxed);
    if (shared_.is_draining.load()) {
        const std::lock_guard lock(shared_.mutex);
        shared_.connection_gone.notify_all();
    }
}

// Answers only mark their connections here; writing once per round lets answers to one client share
// a write.
void IoThread::deliver(Message&& message) {
    Connection* connection = find(message.connection);
    if (connection == nullptr) return;
    connection->apply(std::move(message));
    // It is being pumped at this moment, or will be.
    if (connection->is_consuming() || !connection->make_pump_due()) return;
    touched_.push_back(connection->key());
    if (is_pump_due_) return;
    is_pump_due_ = true;
    boost::asio::post(io_, [this] { pump_touched(); });
}

void IoThread::take_mail() {
    is_pump_due_ = true;  // pump_touched() below is the pump.
    mailbox_->take(mail_);
    for (Message& message : mail_) deliver(std::move(message));
    mail_.clear();
    pump_touched();
}

void IoThread::pump_touched() {
    is_pump_due_ =
        true;  // A pump may answer more requests at once; they are pumped in this loop too.
    for (std::size_t i = 0; i < touched_.size(); ++i) {
        Connection* connection = find(touched_[i]);
        if (connection == nullptr) continue;
        connection->pump();
        reap(*connection);
    }
    touched_.clear();
    is_pump_due_ = false;
}

void IoThread::begin_drain() {
    boost::asio::post(io_, [this] {
        for (Place& place : places_) {
            if (!place.connection) continue;
            place.connection->begin_drain();
            reap(*place.connection);
        }
    });
}

void IoThread::schedule_tick() {
    timer_.expires_after(std::chrono::milliseconds(tick_ms_));
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

void IoThread::tick() {
    read_clocks();
    for (Place& place : places_) {
        if (!place.connection) continue;
        place.connection->on_tick();
        reap(*place.connection);
    }
    schedule_tick();
}

void IoThread::read_clocks() {
    using std::chrono::steady_clock;
    using std::chrono::system_clock;
    now_ms_ = std::chrono::duration_cast<std::chrono::milliseconds>(
                  steady_clock::now().time_since_epoch())
                  .count();
    date_ = imf_fixdate(system_clock::to_time_t(system_clock::now()));
}

}  // namespace jangteo::platform::http
