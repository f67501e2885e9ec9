package dev.flywheel.training.provenance;

import dev.flywheel.training.TrainingProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;
import org.tribuo.Tribuo;

/// What this process trains with: whatever may give the same rows and configuration another model.
@Component
public class TrainingEnvironment {

    private static final String UNKNOWN = "unknown";
    private static final String XGBOOST_VERSION = "/xgboost4j-version.properties";

    private final Map<String, String> entries;

    TrainingEnvironment(TrainingProperties properties, ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        String version = built == null ? null : built.getVersion();
        Map<String, String> all = new TreeMap<>();
        all.put("jdk", property("java.vendor") + " " + property("java.runtime.version"));
        all.put("jvm", property("java.vm.name") + " " + property("java.vm.version"));
        all.put("os", property("os.name") + " " + property("os.version"));
        all.put("arch", property("os.arch"));
        all.put("cpu", Cpu.ofThisMachine());
        all.put("tribuo", Tribuo.VERSION);
        all.put("xgboost", xgboost());
        all.put("duckdb", duckdb());
        all.put("build", version == null ? UNKNOWN : version);
        all.put("build_commit", properties.buildCommit());
        this.entries = Map.copyOf(all);
    }

    /// By name, such as `jdk` or `cpu`, in the order of names.
    public Map<String, String> entries() {
        return new TreeMap<>(entries);
    }

    private static String property(String name) {
        return System.getProperty(name, UNKNOWN);
    }

    private static String xgboost() {
        try (InputStream in = Booster.class.getResourceAsStream(XGBOOST_VERSION)) {
            if (in == null) {
                return UNKNOWN;
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String duckdb() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start", e);
        }
    }
}
