#include "platform/http/load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <thread>
#include <vector>

#include "kernel/fault.hpp"
#include "platform/http/answer_head.hpp"
#include "platform/http/latency_histogram.hpp"

namespace jangteo::platform::http {

namespace {

constexpr std::size_t receive_bytes = 64 << 10;
constexpr int wait_ms = 50;  // how late the end and timeouts are noticed
constexpr unsigned connect_tries =
    20;  // of one connection in a row, wait_ms apart, before it is given up

std::uint64_t now_ns() {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                          std::chrono::steady_clock::now().time_since_epoch())
                                          .count());
}

// The numbers of requests and the end, shared by the threads of one run.
struct Run {
    const LoadOptions& options;
    sockaddr_in address{};
    std::uint64_t ends_at_ns = 0;
    std::atomic<std::uint64_t> next_number{0};

    bool is_over() const {
        if (options.count != 0 && next_number.load(std::memory_order_relaxed) >= options.count) {
            return true;
        }
        return ends_at_ns != 0 && now_ns() >= ends_at_ns;
    }
};

struct Client {
    int socket = -1;
    unsigned failed_connects = 0;
    bool is_waiting = false;
    std::uint64_t number = 0;
    std::uint64_t sent_at_ns = 0;
    std::string request;
    std::size_t written = 0;
    std::string received;
};

class LoadThread {
  public:
    LoadThread(Run& run, unsigned clients)
        : run_(run), epoll_(epoll_create1(EPOLL_CLOEXEC)), clients_(clients) {}
    ~LoadThread() {
        for (Client& client : clients_) disconnect(client);
        close(epoll_);
    }
    LoadThread(const LoadThread&) = delete;
    LoadThread& operator=(const LoadThread&) = delete;

    void loop();
    const LatencyHistogram& latencies() const { return latencies_; }
    const LoadResult& result() const { return result_; }

  private:
    bool connect(Client& client);
    void disconnect(Client& client);
    void fail(Client& client);
    void send_next(Client& client);
    void write(Client& client);
    void read(Client& client);
    void take_answers(Client& client);
    void take_answer(Client& client, const AnswerHead& head, std::string_view bytes);
    void look_after_clients();
    void handle_events();
    bool has_waiting() const;

    Run& run_;
    int epoll_;
    std::vector<Client> clients_;
    std::array<char, receive_bytes> buffer_;
    LatencyHistogram latencies_;
    LoadResult result_;
};

bool LoadThread::connect(Client& client) {
    client.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int one = 1;
    if (client.socket < 0 ||
        ::connect(client.socket, reinterpret_cast<const sockaddr*>(&run_.address),
                  sizeof run_.address) != 0) {
        ++client.failed_connects;
        return false;
    }
    client.failed_connects = 0;
    setsockopt(client.socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &client;
    return epoll_ctl(epoll_, EPOLL_CTL_ADD, client.socket, &event) == 0;
}

void LoadThread::disconnect(Client& client) {
    if (client.socket >= 0) close(client.socket);
    client.socket = -1;
    client.is_waiting = false;
    client.received.clear();
}

void LoadThread::fail(Client& client) {
    ++result_.errors;
    disconnect(client);
}

void LoadThread::send_next(Client& client) {
    const std::uint64_t number = run_.next_number.fetch_add(1, std::memory_order_relaxed);
    if (run_.options.count != 0 && number >= run_.options.count) return;
    client.number = number;
    client.request = run_.options.next_request(number);
    client.written = 0;
    client.is_waiting = true;
    client.sent_at_ns = now_ns();
    write(client);
}

// Requests fit into the socket's buffer; one that does not blocks this thread, which is right for a
// closed loop.
void LoadThread::write(Client& client) {
    while (client.written < client.request.size()) {
        const ssize_t n = ::send(client.socket, client.request.data() + client.written,
                                 client.request.size() - client.written, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(client);
        client.written += static_cast<std::size_t>(n);
    }
}

void LoadThread::read(Client& client) {
    const ssize_t n = recv(client.socket, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
        // A server may close a connection that waits for nothing.
        return client.is_waiting ? fail(client) : disconnect(client);
    }
    const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(n));
    if (!client.received.empty()) {
        client.received.append(bytes);
        return take_answers(client);
    }
    AnswerHead head;
    // The usual case: one whole answer in one piece, which is not copied.
    if (read_answer_head(bytes, head) == HeadReading::complete &&
        head.head_bytes + head.body_bytes == bytes.size()) {
        return take_answer(client, head, bytes);
    }
    client.received.assign(bytes);
    take_answers(client);
}

void LoadThread::take_answers(Client& client) {
    AnswerHead head;
    switch (read_answer_head(client.received, head)) {
        case HeadReading::incomplete: return;
        case HeadReading::unreadable: return fail(client);
        case HeadReading::complete: break;
    }
    const std::size_t whole = head.head_bytes + head.body_bytes;
    if (client.received.size() < whole) return;
    if (client.received.size() > whole || !client.is_waiting) return fail(client);
    const std::string answer = std::move(client.received);
    client.received.clear();
    take_answer(client, head, answer);
}

void LoadThread::take_answer(Client& client, const AnswerHead& head, std::string_view bytes) {
    latencies_.record(now_ns() - client.sent_at_ns);
    client.is_waiting = false;
    ++result_.answers;
    if (head.status < 200 || head.status > 299) ++result_.not_2xx;
    if (run_.options.on_answer) {
        run_.options.on_answer({client.number, head.status, bytes.substr(0, head.head_bytes),
                                bytes.substr(head.head_bytes)});
    }
    if (!head.keeps_alive) return disconnect(client);  // look_after_clients() connects it again.
    if (!run_.is_over()) send_next(client);
}

bool LoadThread::has_waiting() const {
    for (const Client& client : clients_) {
        if (client.is_waiting) return true;
    }
    return false;
}

void LoadThread::look_after_clients() {
    const std::uint64_t timeout_ns =
        static_cast<std::uint64_t>(run_.options.answer_timeout.us) * 1000;
    const std::uint64_t now = now_ns();
    for (Client& client : clients_) {
        if (client.is_waiting && now > client.sent_at_ns + timeout_ns) fail(client);
        if (client.is_waiting || run_.is_over()) continue;
        if (client.socket < 0) {
            if (client.failed_connects > connect_tries) continue;
            if (!connect(client)) {
                fail(client);
                continue;
            }
        }
        send_next(client);
    }
}

void LoadThread::handle_events() {
    std::array<epoll_event, 256> events;
    const int n = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms);
    for (int i = 0; i < n; ++i) {
        Client& client = *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
        if (client.socket >= 0) read(client);
    }
}

void LoadThread::loop() {
    std::uint64_t looked_at_ns = 0;
    while (true) {
        if (now_ns() - looked_at_ns > wait_ms * 1'000'000ULL) {
            look_after_clients();
            looked_at_ns = now_ns();
        }
        if (run_.is_over() && !has_waiting()) return;
        handle_events();
        if (run_.options.count == 0) continue;
        bool is_hopeless = true;
        for (const Client& client : clients_) {
            is_hopeless = is_hopeless && client.failed_connects > connect_tries;
        }
        if (is_hopeless) return;
    }
}

}  // namespace

LoadResult run_load(const LoadOptions& options) {
    Run run{options};
    run.address.sin_family = AF_INET;
    run.address.sin_port = htons(options.port);
    if (inet_pton(AF_INET, options.host.c_str(), &run.address.sin_addr) != 1) {
        throw Fault(FaultKind::permanent, "not a numeric IPv4 address: " + options.host);
    }
    const std::uint64_t began_ns = now_ns();
    if (options.duration.us > 0) {
        run.ends_at_ns = began_ns + static_cast<std::uint64_t>(options.duration.us) * 1000;
    }
    const unsigned threads = std::max(1U, std::min(options.threads, options.connections));
    std::vector<std::unique_ptr<LoadThread>> loads;
    for (unsigned i = 0; i < threads; ++i) {
        const unsigned share = options.connections / threads + (i < options.connections % threads);
        loads.push_back(std::make_unique<LoadThread>(run, share));
    }
    {
        std::vector<std::jthread> running;
        for (auto& load : loads) running.emplace_back([&load] { load->loop(); });
    }
    LoadResult total;
    LatencyHistogram latencies;
    for (const auto& load : loads) {
        latencies.add(load->latencies());
        total.answers += load->result().answers;
        total.not_2xx += load->result().not_2xx;
        total.errors += load->result().errors;
    }
    total.seconds = static_cast<double>(now_ns() - began_ns) / 1e9;
    total.rate = static_cast<double>(total.answers) / total.seconds;
    total.p50_ms = latencies.quantile_ms(0.5);
    total.p99_ms = latencies.quantile_ms(0.99);
    total.max_ms = latencies.quantile_ms(1);
    return total;
}

}  // namespace jangteo::platform::http
