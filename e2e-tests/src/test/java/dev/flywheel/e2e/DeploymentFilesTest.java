package dev.flywheel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// The files with which Flywheel is deployed agree with one another and with the code.
class DeploymentFilesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern METRIC = Pattern.compile("flywheel_[a-z_]+");
    private static final Pattern METER = Pattern.compile("\"(flywheel\\.[a-z.]+)\"");

    @ParameterizedTest
    @CsvSource({
        "ingestion,8081",
        "feature,8082",
        "training,8083",
        "registry,8084",
        "inference,8085",
        "monitoring,8086"
    })
    void deploysEachServiceOnItsPort(String service, int port) throws IOException {
        Map<?, ?> composed = map(map(yaml("docker-compose.yml").getFirst(), "services"), service);
        List<Map<?, ?>> manifests = yaml("k8s/base/" + service + ".yaml");
        Map<?, ?> pod = map(map(map(manifests.get(0), "spec"), "template"), "spec");
        Map<?, ?> container = (Map<?, ?>) ((List<?>) pod.get("containers")).getFirst();

        assertThat(map(map(composed, "build"), "args").get("SERVICE"))
                .isEqualTo(service + "-service");
        assertThat(ROOT.resolve(service + "-service/pom.xml")).exists();
        assertThat(map(composed, "environment").get("SERVER_PORT")).isEqualTo(port);
        assertThat(composed.get("ports").toString()).contains(":" + port + ":" + port);
        // The patches that all six share find the container by this name.
        assertThat(container.get("name")).isEqualTo("service");
        assertThat(container.get("image")).isEqualTo("flywheel/" + service);
        assertThat(manifests.get(1).get("spec").toString()).contains("port=" + port);
        assertThat(Files.readString(ROOT.resolve("observability/prometheus.yml")))
                .contains("\"" + service + ":" + port + "\"");
        assertThat(yaml("k8s/base/kustomization.yaml").getFirst().get("resources").toString())
                .contains(service + ".yaml");
    }

    /// Or the registry could drop what keeps its audit trail whole.
    @Test
    void letsAnotherRoleOwnTheRegistrysTables() throws IOException {
        Map<?, ?> composed =
                map(map(yaml("docker-compose.yml").getFirst(), "services"), "registry");

        assertThat(map(composed, "environment").get("DATABASE_OWNER")).isEqualTo("registry_owner");
        assertThat(yaml("k8s/base/registry.yaml").getFirst().toString())
                .contains("name=DATABASE_OWNER, value=registry_owner");
        assertThat(Files.readString(ROOT.resolve("docker/postgres-roles.sh")))
                .contains("ALTER SCHEMA registry OWNER TO registry_owner;");
    }

    @Test
    void givesEveryPipelineFileToKubernetes() throws IOException {
        Map<?, ?> generated =
                (Map<?, ?>)
                        ((List<?>)
                                        yaml("pipelines/Kustomization")
                                                .getFirst()
                                                .get("configMapGenerator"))
                                .getFirst();

        assertThat(names(generated.get("files"))).isEqualTo(files("pipelines", ".yaml"));
    }

    @Test
    void watchesOnlyMetricsThatExist() throws IOException {
        Set<String> meters = new TreeSet<>();
        for (Path source : mainSources()) {
            Matcher meter = METER.matcher(Files.readString(source));
            while (meter.find()) {
                meters.add(meter.group(1).replace('.', '_'));
            }
        }

        Set<String> watched = new TreeSet<>();
        for (String file :
                List.of(
                        "observability/alerts.yml",
                        "observability/README.md",
                        "observability/grafana/dashboards/flywheel.json")) {
            Matcher metric = METRIC.matcher(Files.readString(ROOT.resolve(file)));
            while (metric.find()) {
                watched.add(metric.group().replaceFirst("(_seconds)?(_total|_count|_sum)?$", ""));
            }
        }

        assertThat(watched).isNotEmpty().isSubsetOf(meters);
    }

    /// Looks nowhere else: where other modules are being built, files come and go.
    private static List<Path> mainSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path root = module.resolve("src/main/java");
                if (Files.isDirectory(root)) {
                    try (Stream<Path> files = Files.walk(root)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    private static Set<String> files(String directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> names(Object list) {
        return ((List<?>) list)
                .stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<?, ?> map(Map<?, ?> parent, String key) {
        return (Map<?, ?>) parent.get(key);
    }

    private static List<Map<?, ?>> yaml(String file) throws IOException {
        Load load = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build());
        List<Map<?, ?>> documents = new ArrayList<>();
        for (Object each : load.loadAllFromString(Files.readString(ROOT.resolve(file)))) {
            documents.add((Map<?, ?>) each);
        }
        return documents;
    }
}
