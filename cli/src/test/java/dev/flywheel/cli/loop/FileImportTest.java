package dev.flywheel.cli.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.imports.ImportReader;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImportTest {

    private static final Schema SHOP =
            Pipelines.load(Path.of("../pipelines")).get("click-recommendation").schema();

    private static final Map<String, ImportSpec> IMPORTS =
            read(
                    """
                    clicks: { path: shop/clicks.csv }
                    items: { path: shop/clicks.csv, target: "entity:item", columns: { key: model } }
                    catalogue: { path: items.csv, target: "entity:item", columns: { key: model } }
                    lines: { path: clicks.ndjson }
                    other: { source: elsewhere, path: clicks.csv }
                    """);

    @Test
    void takesTheImportsOfTheFilesNameReferenceDataFirst() {
        assertThat(FileImport.of(List.of(Path.of("/data/clicks.csv")), IMPORTS))
                .extracting(FileImport::name)
                .containsExactly("items", "clicks");
    }

    @Test
    void takesTheOnlyPathOfTheFilesFormatElse() {
        assertThat(FileImport.of(List.of(Path.of("sample.jsonl")), IMPORTS))
                .extracting(FileImport::name)
                .containsExactly("lines");
        for (String unclear : List.of("sample.csv", "sample.parquet")) {
            assertThatExceptionOfType(LoopException.class)
                    .isThrownBy(() -> FileImport.of(List.of(Path.of(unclear)), IMPORTS))
                    .withMessageContaining(
                            "reads a file named %s; its imports read shop/clicks.csv (clicks)"
                                    .formatted(unclear));
        }
    }

    /// A file whose path has a day or a pattern in it is one of those that the import reads.
    @Test
    void takesTheImportsWhosePathsPatternFitsTheFilesName() {
        Map<String, ImportSpec> imports =
                read(
                        """
                        daily: { path: "shop/clicks-{yyyy-MM-dd, -1d}.csv" }
                        parts: { path: "parts/**/part-[0-9].c*" }
                        items: { path: items.csv, target: "entity:item", columns: { key: model } }
                        """);

        assertThat(
                        FileImport.of(
                                List.of(
                                        Path.of("/data/clicks-2026-11-28.csv"),
                                        Path.of("part-7.csv.gz"),
                                        Path.of("items.csv")),
                                imports))
                .extracting(FileImport::name)
                .containsExactly("items", "daily", "parts");
        assertThatExceptionOfType(LoopException.class)
                .isThrownBy(() -> FileImport.of(List.of(Path.of("clicks-a.b")), imports))
                .withMessageContaining("reads a file named clicks-a.b");
    }

    @Test
    void takesReferenceDataOfAllFilesFirst() {
        List<Path> files = List.of(Path.of("/data/clicks.csv"), Path.of("/data/items.csv"));

        assertThat(FileImport.of(files, IMPORTS))
                .extracting(FileImport::name)
                .containsExactly("items", "catalogue", "clicks");
    }

    @Test
    void takesEveryImportAsItIsDeclaredWhereNoFileIsNamed() {
        List<FileImport> declared = FileImport.declared(IMPORTS);

        assertThat(declared)
                .extracting(FileImport::name)
                .containsExactly("items", "catalogue", "clicks", "lines", "other");
        assertThat(declared.getFirst().request(Map.of())).isEqualTo(Map.of("import", "items"));
        assertThatExceptionOfType(LoopException.class)
                .isThrownBy(() -> FileImport.declared(Map.of()))
                .withMessageContaining("--source");
    }

    @Test
    void asksForTheImportByItsNameAndThePathOfTheFile() {
        FileImport byName = new FileImport(Path.of("/data/clicks.csv"), "clicks");
        FileImport plain = FileImport.of(List.of(Path.of("/data/clicks.csv")), Map.of()).getFirst();

        assertThat(byName.request(Map.of("to", "2008-07-01T00:00:00Z")))
                .isEqualTo(
                        Map.of(
                                "import",
                                "clicks",
                                "path",
                                "clicks.csv",
                                "to",
                                "2008-07-01T00:00:00Z"));
        assertThat(plain.request(Map.of())).isEqualTo(Map.of("path", "clicks.csv"));
    }

    @Test
    void offersAWholeFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "a\n1\n");

        new FileImport(file, "").offer(directory.resolve("imports"));

        assertThat(directory.resolve("imports/a.csv")).hasContent("a\n1");
        assertThat(directory.resolve("imports/a.csv.partial")).doesNotExist();
    }

    private static Map<String, ImportSpec> read(String yaml) {
        YamlDocument document = new YamlDocument(yaml, "pipeline.yaml");
        Map<String, ImportSpec> imports =
                new ImportReader(SHOP).readAll(Objects.requireNonNull(document.root()));
        assertThat(document.findings()).isEmpty();
        return Objects.requireNonNull(imports);
    }
}
