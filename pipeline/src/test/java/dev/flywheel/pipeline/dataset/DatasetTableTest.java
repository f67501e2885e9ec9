package dev.flywheel.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.schema.EntitySpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetTableTest {

    /// As `item_id` is a feature, the dataset has a label, and DuckDB tells no case apart.
    @Test
    void hasNoColumnTwice() throws SQLException {
        FeatureSet features = PipelineReader.read(PipelineFixtures.YAML, "shop.yaml").featureSet();

        DatasetTable table =
                DatasetTable.of(
                        List.of(
                                entity("user", "user_id"),
                                entity("item", "item_id"),
                                entity("twin", "USER_ID"),
                                entity("tag", "Label")),
                        features);

        assertThat(table.keys()).extracting(EntitySpec::name).containsExactly("user");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE dataset (%s)".formatted(table.rows()));
            statement.execute("CREATE TABLE lists (%s)".formatted(table.lists()));
        }
    }

    private static EntitySpec entity(String name, String key) {
        return new EntitySpec(name, key, Map.of());
    }
}
