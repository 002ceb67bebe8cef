"""PostgreSQL 15 with a cluster of its own, by the Debian package. It refuses to run as root."""
import signal
import subprocess

from process import Server, free_port, program

DEBIAN_PROGRAMS = "/usr/lib/postgresql/15/bin"


class Postgres(Server):
    name = "postgres"
    user = "postgres"
    death_signal = signal.SIGQUIT  # at once
    stop_signal = signal.SIGINT    # without waiting for clients
    comes_back = True

    def start(self) -> None:
        self.port = free_port()
        data = self.folder / "data"
        self.run(program("initdb", DEBIAN_PROGRAMS), "--pgdata", str(data), "--username", "jangteo",
                 "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\n"
                           f"unix_socket_directories = '{self.folder}'\n"
                           "max_connections = 100\nshared_buffers = 64MB\n")
        self.launch(program("postgres", DEBIAN_PROGRAMS), "-D", str(data))

    def is_ready(self) -> bool:
        return subprocess.run(
            [program("pg_isready", DEBIAN_PROGRAMS), "-q", "-h", "127.0.0.1", "-p", str(self.port)],
            check=False).returncode == 0

    def addresses(self) -> dict[str, str]:
        return {"JANGTEO_TEST_POSTGRES": f"postgres://jangteo@127.0.0.1:{self.port}/postgres",
                "JANGTEO_TEST_POSTGRES_PID": str(self.pid_file())}
