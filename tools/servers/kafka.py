"""Three Kafka brokers that are each other's controllers (KRaft), replication 3.

Each also listens for clients that come through a proxy: brokers name an address of their own to
whoever asks, so on that listener they name the proxy's, which a test puts there. And for clients
that want TLS, without a login and with one (SASL, PLAIN and SCRAM); all brokers show the same
certificate, which signs itself.
"""
import base64
import os
import pathlib
import uuid
from collections.abc import Callable

import maven
from process import Server, accepts, cache, free_port, program

VERSION = "4.1.0"
BROKERS = 3
SETTINGS = """process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners=PLAINTEXT://127.0.0.1:{port},FAR://127.0.0.1:{far},CONTROLLER://127.0.0.1:{controller},\
TLS://127.0.0.1:{tls},SASL://127.0.0.1:{sasl}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},FAR://127.0.0.1:{proxy},\
TLS://127.0.0.1:{tls},SASL://127.0.0.1:{sasl}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,FAR:PLAINTEXT,TLS:SSL,\
SASL:SASL_SSL
ssl.keystore.type=PKCS12
ssl.keystore.location={keystore}
ssl.keystore.password={password}
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
listener.name.sasl.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required user_{user}="{password}";
listener.name.sasl.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
log.dirs={folder}/data
num.partitions=3
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
offsets.topic.num.partitions=6
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
transaction.state.log.num.partitions=3
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
group.initial.rebalance.delay.ms=0
num.network.threads=2
num.io.threads=2
log.cleaner.dedupe.buffer.size=8388608
"""
USER = "jangteo"
LOGIN_PASSWORD = "a-password-of-tests"
JAVA = ["-Xms128m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def libraries() -> pathlib.Path:
    return maven.jars(f"kafka-{VERSION}", f"org.apache.kafka:kafka_2.13:{VERSION}",
                      "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3")


def java() -> list[str]:
    """The words before the class of a Kafka program."""
    return [program("java"), *JAVA, "-cp", f"{libraries()}/*"]


def certificate(run: Callable[..., None]) -> tuple[pathlib.Path, pathlib.Path]:
    """The brokers' key store, and the certificate for those who shall believe it; made once."""
    keystore, pem = cache() / "kafka-brokers.p12", cache() / "kafka-brokers.pem"
    if not pem.exists():
        keystore.unlink(missing_ok=True)
        store = ["-keystore", str(keystore), "-storepass", LOGIN_PASSWORD, "-alias", "brokers"]
        run(program("keytool"), "-genkeypair", *store, "-storetype", "PKCS12", "-keyalg", "EC",
            "-groupname", "secp256r1", "-dname", "CN=brokers of tests", "-validity", "3650",
            "-ext", "san=ip:127.0.0.1", "-ext", "bc:c=ca:true")
        run(program("keytool"), "-exportcert", *store, "-rfc", "-file", f"{pem}.new")
        os.replace(f"{pem}.new", pem)
    return keystore, pem


def hosts(ports: list[int]) -> str:
    return ",".join(f"127.0.0.1:{port}" for port in ports)


class Broker(Server):
    name = "kafka"
    comes_back = True

    def __init__(self, folder: pathlib.Path, node: int, cluster: "Cluster") -> None:
        super().__init__(folder)
        self.node = node
        self.cluster = cluster

    def start(self) -> None:
        keystore, self.certificate = certificate(self.run)
        settings = self.folder / "server.properties"
        settings.write_text(SETTINGS.format(
            node=self.node, voters=self.cluster.voters(), folder=self.folder,
            port=self.cluster.ports[self.node - 1], far=self.cluster.far[self.node - 1],
            proxy=self.cluster.proxies[self.node - 1], tls=self.cluster.tls[self.node - 1],
            sasl=self.cluster.sasl[self.node - 1], keystore=keystore, user=USER,
            password=LOGIN_PASSWORD,
            controller=self.cluster.controllers[self.node - 1]), encoding="utf-8")
        self.run(*java(), "kafka.tools.StorageTool", "format", "-t", self.cluster.identity,
                 "-c", str(settings), "--add-scram",
                 f"SCRAM-SHA-512=[name={USER},password={LOGIN_PASSWORD}]")
        self.launch(*java(), "kafka.Kafka", str(settings))

    def is_ready(self) -> bool:
        """Also for those who come through a proxy."""
        return (accepts(self.cluster.ports[self.node - 1]) and
                accepts(self.cluster.far[self.node - 1]))

    def addresses(self) -> dict[str, str]:
        files = [f"{str(self.folder).removesuffix(str(self.node))}{node}/pid"
                 for node in range(1, BROKERS + 1)]
        return {"JANGTEO_TEST_KAFKA": hosts(self.cluster.ports),
                "JANGTEO_TEST_KAFKA_TLS": hosts(self.cluster.tls),
                "JANGTEO_TEST_KAFKA_SASL": hosts(self.cluster.sasl),
                "JANGTEO_TEST_KAFKA_CA": str(self.certificate),
                "JANGTEO_TEST_KAFKA_LOGIN": f"{USER} {LOGIN_PASSWORD}",
                "JANGTEO_TEST_KAFKA_FAR": ",".join(
                    f"{proxy}={far}"
                    for proxy, far in zip(self.cluster.proxies, self.cluster.far)),
                "JANGTEO_TEST_KAFKA_PIDS": ",".join(files)}


class Cluster:
    def __init__(self) -> None:
        self.ports = [free_port() for _ in range(BROKERS)]
        self.far = [free_port() for _ in range(BROKERS)]
        self.proxies = [free_port() for _ in range(BROKERS)]
        self.tls = [free_port() for _ in range(BROKERS)]
        self.sasl = [free_port() for _ in range(BROKERS)]
        self.controllers = [free_port() for _ in range(BROKERS)]
        self.identity = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if self.identity.startswith("-"):
            self.identity = "A" + self.identity[1:]

    def voters(self) -> str:
        return ",".join(f"{node}@127.0.0.1:{port}"
                        for node, port in enumerate(self.controllers, start=1))


def brokers(folder: pathlib.Path) -> list[Server]:
    cluster = Cluster()
    return [Broker(pathlib.Path(f"{folder}-{node}"), node, cluster)
            for node in range(1, BROKERS + 1)]
