#pragma once

// CuttingProxy: stands between a client and a server on this machine, and cuts the connection at
// the moment when the client asks for a commit. Later connections go through.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace jangteo::test {

enum class Cut {
    before_the_server,  // the server never sees the commit, and sees the connection close
    after_the_server,   // the server commits; nobody hears of it
    half_open           // the server never sees the commit, and the connection stays open there
};

class CuttingProxy {
  public:
    explicit CuttingProxy(std::uint16_t server_port);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    std::uint16_t port() const { return port_; }
    // The next commit, once.
    void cut_next_commit(Cut cut);
    bool has_cut() const { return !is_armed_; }

  private:
    void accept_all();
    void serve(int client);
    // False: the connection ends.
    bool pass_to_server(int client, int server, bool& swallows);

    std::uint16_t server_port_;
    std::uint16_t port_ = 0;
    int listener_;
    std::atomic<bool> is_armed_{false};
    std::atomic<bool> stops_{false};
    std::atomic<Cut> cut_{Cut::before_the_server};
    std::mutex threads_mutex_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

}  // namespace jangteo::test
