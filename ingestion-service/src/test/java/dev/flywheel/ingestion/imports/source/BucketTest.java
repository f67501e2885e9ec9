package dev.flywheel.ingestion.imports.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.ingestion.IngestionProperties.Source;
import dev.flywheel.pipeline.imports.ImportSpec.Format;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketTest {

    @TempDir Path directory;

    @Test
    void tellsThatAStoreDoesNotAnswerAndNotWithWhichCredentials() {
        Source.S3 settings =
                new Source.S3(
                        "shop",
                        "",
                        URI.create("http://127.0.0.1:1"),
                        "us-east-1",
                        "somebody",
                        "hush-hush",
                        true);
        Bucket bucket =
                new Bucket("lake", S3Clients.of(settings), "shop", "", new Copies(directory));

        assertThatThrownBy(() -> bucket.names("a.csv"))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("Source 'lake' can't be read: ")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> bucket.beginning("a.csv", Format.CSV))
                .isInstanceOf(SourceException.class);
    }

    @Test
    void removesWhatAKilledProcessLeftButNotWhatOthersRead() throws Exception {
        long running = ProcessHandle.current().parent().orElseThrow().pid();
        Path left = Files.createFile(directory.resolve("flywheel-import-2147483646-1"));
        Path mine =
                Files.createFile(
                        directory.resolve(
                                "flywheel-import-" + ProcessHandle.current().pid() + "-1"));
        Path theirs = Files.createFile(directory.resolve("flywheel-import-" + running + "-1"));
        Path other = Files.createFile(directory.resolve("notes.txt"));

        new Copies(directory).removeLeft();

        assertThat(left).doesNotExist();
        assertThat(mine).doesNotExist();
        assertThat(theirs).exists();
        assertThat(other).exists();
    }
}
