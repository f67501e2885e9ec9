package dev.flywheel.testsupport;

import java.util.Map;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.kafka.KafkaContainer;

/// A real Kafka broker for tests: a container where a Docker engine answers, else one in this JVM.
/// Topics are the tests' own business: use names that no other test uses.
public final class TestKafka implements AutoCloseable {

    private static final String IMAGE = "apache/kafka:4.2.0";

    private final String bootstrapServers;
    private final Runnable stop;

    private TestKafka(String bootstrapServers, Runnable stop) {
        this.bootstrapServers = bootstrapServers;
        this.stop = stop;
    }

    /// The broker that all tests of this JVM share, started at the first call.
    public static TestKafka shared() {
        return Shared.KAFKA;
    }

    /// The shared broker's address.
    public static String bootstrapServers() {
        return shared().address();
    }

    /// Settings of a producer that writes to topics as soon as they are made. With several batches
    /// in flight, a partition that is still being made may refuse the first and take the second,
    /// and then refuses the first for ever.
    public static Map<String, Object> producing() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "max.in.flight.requests.per.connection",
                1);
    }

    /// A broker of the test's own, to stop in the middle.
    public static TestKafka start() {
        return Docker.answers() ? container() : embedded();
    }

    public String address() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        stop.run();
    }

    private static TestKafka container() {
        KafkaContainer kafka = new KafkaContainer(IMAGE).withStartupTimeout(Docker.PATIENCE);
        kafka.start();
        return new TestKafka(kafka.getBootstrapServers(), kafka::stop);
    }

    private static TestKafka embedded() {
        EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);
        kafka.brokerProperty("offsets.topic.num.partitions", "4");
        kafka.brokerProperty("transaction.state.log.num.partitions", "4");
        kafka.brokerProperty("transaction.state.log.replication.factor", "1");
        kafka.brokerProperty("transaction.state.log.min.isr", "1");
        kafka.brokerProperty("group.initial.rebalance.delay.ms", "0");
        kafka.brokerProperty("auto.create.topics.enable", "false");
        kafka.afterPropertiesSet();
        return new TestKafka(kafka.getBrokersAsString(), kafka::destroy);
    }

    private static final class Shared {

        static final TestKafka KAFKA = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(KAFKA::close));
        }
    }
}
