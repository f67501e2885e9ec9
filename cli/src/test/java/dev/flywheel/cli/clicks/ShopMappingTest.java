package dev.flywheel.cli.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.imports.Expression;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.RowValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// What is imported and what is replayed must be the same clicks, at the same times.
class ShopMappingTest {

    private static final Path PIPELINES = Path.of("../pipelines");
    private static final int ROWS = 2_000;

    @Test
    void makesOfEachRowTheClickThatIsReplayed() throws IOException {
        ImportSpec spec =
                Objects.requireNonNull(
                        Pipelines.load(PIPELINES)
                                .get("click-recommendation")
                                .imports()
                                .get("clicks"));
        Map<String, Expression> columns = spec.columns();
        try (ZipInputStream zip =
                new ZipInputStream(
                        Files.newInputStream(
                                PIPELINES.resolve("data/clothing-shop-clicks/clicks-2008.zip")))) {
            zip.getNextEntry();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(zip, StandardCharsets.UTF_8));
            List<String> header = fields(lines.readLine(), spec);
            for (int row = 1; row <= ROWS; row++) {
                String line = Objects.requireNonNull(lines.readLine());
                Click click = ClicksFile.parse(row, line);
                List<String> fields = fields(line, spec);
                RowValues values = column -> fields.get(header.indexOf(column));

                assertThat(columns).hasSize(4);
                assertThat(column(columns, "user_id", values)).isEqualTo(click.session());
                assertThat(column(columns, "item_id", values)).isEqualTo(click.item());
                assertThat(column(columns, "order", values))
                        .isEqualTo(Integer.toString(click.order()));
                assertThat(column(columns, "event_time", values)).isEqualTo(click.eventTime());
            }
        }
    }

    private static List<String> fields(String line, ImportSpec spec) {
        return List.of(line.split(Character.toString(spec.csv().delimiter()), -1));
    }

    private static Object column(Map<String, Expression> columns, String name, RowValues values) {
        return Objects.requireNonNull(Objects.requireNonNull(columns.get(name)).value(values));
    }
}
