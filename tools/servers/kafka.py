"""Three Kafka brokers that are each other's controllers (KRaft), replication 3."""
import base64
import pathlib
import uuid

import maven
from process import Server, accepts, free_port, program

VERSION = "4.1.0"
BROKERS = 3
SETTINGS = """process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
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
JAVA = ["-Xms128m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


class Broker(Server):
    name = "kafka"
    comes_back = True

    def __init__(self, folder: pathlib.Path, node: int, cluster: "Cluster") -> None:
        super().__init__(folder)
        self.node = node
        self.cluster = cluster

    def start(self) -> None:
        libraries = maven.jars(f"kafka-{VERSION}", f"org.apache.kafka:kafka_2.13:{VERSION}",
                               "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3")
        settings = self.folder / "server.properties"
        settings.write_text(SETTINGS.format(
            node=self.node, voters=self.cluster.voters(), folder=self.folder,
            port=self.cluster.ports[self.node - 1],
            controller=self.cluster.controllers[self.node - 1]), encoding="utf-8")
        java = [program("java"), *JAVA, "-cp", f"{libraries}/*"]
        self.run(*java, "kafka.tools.StorageTool", "format", "-t", self.cluster.identity,
                 "-c", str(settings))
        self.launch(*java, "kafka.Kafka", str(settings))

    def is_ready(self) -> bool:
        return accepts(self.cluster.ports[self.node - 1])

    def addresses(self) -> dict[str, str]:
        files = [f"{str(self.folder).removesuffix(str(self.node))}{node}/pid"
                 for node in range(1, BROKERS + 1)]
        return {"JANGTEO_TEST_KAFKA": ",".join(f"127.0.0.1:{port}" for port in self.cluster.ports),
                "JANGTEO_TEST_KAFKA_PIDS": ",".join(files)}


class Cluster:
    def __init__(self) -> None:
        self.ports = [free_port() for _ in range(BROKERS)]
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
