"""MariaDB 10.11 with a data folder of its own, by the Debian package."""
import subprocess

from process import Server, free_port, program


class Mariadb(Server):
    name = "mariadb"
    user = "mysql"

    def start(self) -> None:
        self.port = free_port()
        self.data = self.folder / "data"
        self.run(program("mariadb-install-db"), "--no-defaults", f"--datadir={self.data}",
                 "--auth-root-authentication-method=normal", "--skip-test-db")
        self.launch(program("mariadbd"), "--no-defaults", f"--datadir={self.data}",
                    f"--socket={self.data}/s.sock", f"--pid-file={self.data}/m.pid",
                    "--bind-address=127.0.0.1", f"--port={self.port}",
                    "--innodb-buffer-pool-size=64M", "--skip-name-resolve")

    def is_ready(self) -> bool:
        return subprocess.run(
            [program("mariadb-admin"), "--no-defaults", "--user=root", "--host=127.0.0.1",
             f"--port={self.port}", "ping"], check=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL).returncode == 0

    def addresses(self) -> dict[str, str]:
        return {"JANGTEO_TEST_MARIADB": f"mysql://root@127.0.0.1:{self.port}/mysql"}
