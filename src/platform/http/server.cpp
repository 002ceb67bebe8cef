#include "platform/http/server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <future>
#include <tuple>
#include <vector>

#include "kernel/fault.hpp"
#include "platform/http/io_thread.hpp"
#include "platform/http/run_after.hpp"

namespace jangteo::platform::http {

using boost::asio::ip::tcp;

namespace {

// Out of file descriptors: trying at once again would only spin.
constexpr auto accept_retry = std::chrono::milliseconds(50);

}  // namespace

// The acceptor lives on the first io thread and hands the sockets round.
class HttpServer::Engine {
  public:
    Engine(ServerOptions options, runtime::Random& random,
           std::function<void(runtime::ExchangePtr)> on_request)
        : shared_{std::move(options), random, std::move(on_request)} {}

    void bind();
    void start();
    boost::asio::io_context& io() { return threads_.front()->io(); }
    void stop_accepting();
    bool drain(Duration timeout);
    void stop();
    std::uint16_t port() const { return port_; }
    const ServerCounters& counters() const { return shared_.counters; }

  private:
    void listen();
    void accept();
    void on_accepted(boost::system::error_code error, tcp::socket socket);

    ServerShared shared_;
    std::vector<std::unique_ptr<IoThread>> threads_;
    std::unique_ptr<tcp::acceptor> acceptor_;
    std::unique_ptr<boost::asio::steady_timer> retry_;
    std::size_t next_thread_ = 0;
    std::uint16_t port_ = 0;
    bool started_ = false;
};

void HttpServer::Engine::bind() {
    for (unsigned i = 0; i < std::max(1U, shared_.options.threads); ++i) {
        threads_.push_back(std::make_unique<IoThread>(shared_));
    }
    listen();
}

void HttpServer::Engine::start() {
    if (!acceptor_) bind();
    started_ = true;
    for (auto& thread : threads_) thread->start();
    boost::asio::post(threads_.front()->io(), [this] { accept(); });
}

void HttpServer::Engine::listen() {
    const std::string where = shared_.options.address + ":" + std::to_string(shared_.options.port);
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(shared_.options.address, error);
    if (error) throw Fault(FaultKind::permanent, "not an address to listen on: " + where);
    try {
        acceptor_ = std::make_unique<tcp::acceptor>(threads_.front()->io(),
                                                    tcp::endpoint(address, shared_.options.port));
    } catch (const boost::system::system_error& problem) {
        throw Fault(FaultKind::permanent,
                    "cannot listen on " + where + ": " + problem.code().message());
    }
    retry_ = std::make_unique<boost::asio::steady_timer>(threads_.front()->io());
    port_ = acceptor_->local_endpoint().port();
}

void HttpServer::Engine::accept() {
    next_thread_ = (next_thread_ + 1) % threads_.size();
    acceptor_->async_accept(threads_[next_thread_]->io(),
                            [this](boost::system::error_code error, tcp::socket socket) {
                                on_accepted(error, std::move(socket));
                            });
}

void HttpServer::Engine::on_accepted(boost::system::error_code error, tcp::socket socket) {
    if (!acceptor_->is_open()) return;
    if (error) {
        retry_->expires_after(accept_retry);
        retry_->async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled && acceptor_->is_open()) accept();
        });
        return;
    }
    threads_[next_thread_]->adopt(std::move(socket));
    accept();
}

void HttpServer::Engine::stop_accepting() {
    if (!started_ || !acceptor_) return;
    std::promise<void> closed;
    boost::asio::post(threads_.front()->io(), [this, &closed] {
        boost::system::error_code ignored;
        std::ignore = acceptor_->close(ignored);
        retry_->cancel();
        closed.set_value();
    });
    closed.get_future().wait();
}

bool HttpServer::Engine::drain(Duration timeout) {
    if (!started_) return true;
    shared_.is_draining = true;
    for (auto& thread : threads_) thread->begin_drain();
    std::unique_lock lock(shared_.mutex);
    return shared_.connection_gone.wait_for(lock, std::chrono::microseconds(timeout.us), [this] {
        return shared_.counters.connections_open.load() == 0;
    });
}

void HttpServer::Engine::stop() {
    if (threads_.empty()) return;
    stop_accepting();
    for (auto& thread : threads_) {
        if (started_) thread->stop();
    }
    retry_.reset();
    acceptor_.reset();
    threads_.clear();
}

HttpServer::HttpServer(ServerOptions options, runtime::Random& random,
                       std::function<void(runtime::ExchangePtr)> on_request)
    : engine_(std::make_unique<Engine>(std::move(options), random, std::move(on_request))) {}

HttpServer::~HttpServer() { stop(); }

void HttpServer::bind() { engine_->bind(); }
void HttpServer::start() { engine_->start(); }
std::uint16_t HttpServer::port() const { return engine_->port(); }
const ServerCounters& HttpServer::counters() const { return engine_->counters(); }

void HttpServer::post(std::function<void()> work) {
    boost::asio::post(engine_->io(), std::move(work));
}

void HttpServer::post_after(Duration delay, std::function<void()> work) {
    run_after(engine_->io(), delay, std::move(work));
}

void HttpServer::stop_accepting() { engine_->stop_accepting(); }
bool HttpServer::drain(Duration timeout) { return engine_->drain(timeout); }
void HttpServer::stop() { engine_->stop(); }

}  // namespace jangteo::platform::http
