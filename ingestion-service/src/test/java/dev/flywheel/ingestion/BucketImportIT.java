package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.ingestion.imports.rows.ParquetFixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/// Imports of objects from a server that speaks S3.
class BucketImportIT extends RunningIngestion {

    private static final String HEADER = "user_id,item_id,event_time,page\n";

    @Autowired private JdbcTemplate jdbc;

    @AfterEach
    void leavesNoCopyBehind() throws IOException {
        try (Stream<Path> copies = Files.list(COPIES)) {
            assertThat(copies).isEmpty();
        }
    }

    @Test
    void importsTheObjectsOfAGlobEachFromAPositionOfItsOwn() throws IOException {
        for (int object = 1; object <= 3; object++) {
            StringBuilder csv = new StringBuilder(HEADER);
            for (int row = 0; row < 4; row++) {
                csv.append("s3glob-%d,A1,2025-04-30T0%d:00:00Z,1\n".formatted(object, row));
            }
            TestS3.put("in/2025/04/%d.csv.gz".formatted(object), TestS3.packed(csv.toString()));
        }
        put("in/2025/04/4.csv.gz.partial", "half");
        put("in/2025/05.txt", "other");
        put("outside/2025/04/5.csv", HEADER + "outside,A1,2025-04-30T00:00:00Z,1\n");

        Answer done = client.imported("{\"source\":\"lake\",\"path\":\"2025/**/*.csv.gz\"}");

        assertThat(done.text("status")).as(done.body()).isEqualTo("SUCCEEDED");
        assertThat(done.number("accepted")).isEqualTo(12);
        assertThat(done.json().path("files").findValuesAsString("path"))
                .containsExactly("2025/04/1.csv.gz", "2025/04/2.csv.gz", "2025/04/3.csv.gz");
        assertThat(done.json().path("progress").asDouble()).isEqualTo(1);

        // As a process leaves it that died in the middle of the second object.
        jdbc.update(
                "update import_file set finished = false, rows_read = number, accepted = number"
                        + " where import_job_id = ?::uuid and number > 0",
                done.text("id"));
        jdbc.update(
                "update import_job set status = 'RUNNING', finished_at = null,"
                        + " owner = gen_random_uuid(), leased_until = now() where id = ?::uuid",
                done.text("id"));

        assertThat(client.finished(done.text("id")).number("accepted")).isEqualTo(4 + 4 + 4);
        assertThat(eventsOf("s3glob-1")).hasSize(4);
        assertThat(eventsOf("s3glob-2")).hasSize(4 + 3);
        assertThat(eventsOf("s3glob-3")).hasSize(4 + 2);
        assertThat(eventsOf("s3glob-3").stream().distinct()).hasSize(4);
    }

    @Test
    void importsWhatLiesRightInAFolderButNotTheWholeBucket() {
        put("in/folder/a.csv", HEADER + "s3folder,A1,2025-04-30T00:00:00Z,1\n");
        put("in/folder/deeper/b.csv", HEADER + "s3folder,A2,2025-04-30T00:00:00Z,1\n");

        assertThat(client.imported("{\"source\":\"lake\",\"path\":\"folder\"}").number("accepted"))
                .isEqualTo(1);
        for (String path :
                List.of(
                        ".",
                        "../outside/x.csv",
                        "/folder",
                        "folder//a.csv",
                        "none.csv",
                        "none/*.csv")) {
            Answer answer = client.startImport("{\"source\":\"lake\",\"path\":\"" + path + "\"}");
            assertThat(answer.status()).as(path).isEqualTo(422);
            assertThat(answer.body()).contains("Source 'lake' has no readable file '" + path + "'");
        }
    }

    /// Its schema lies at its end, behind more than is read of it to check an import.
    @Test
    void importsParquetAndLinesOfJson() throws Exception {
        ParquetFixtures.write(
                IMPORTS,
                "large.parquet",
                """
                select 's3pq-' || range as user_id, range as item_id, 1 + range % 5 as page,
                  timestamptz '2025-04-30 08:00:00+00' as event_time, random() as a, random() as b
                from range(120000)
                """);
        byte[] parquet = Files.readAllBytes(IMPORTS.resolve("large.parquet"));
        assertThat(parquet.length).isGreaterThan(2 << 20);
        TestS3.put("in/large.parquet", parquet);
        put(
                "in/clicks.ndjson",
                "{\"user_id\":\"s3json\",\"item_id\":\"J1\",\"event_time\":\"2025-04-30T08:00:00Z\"}\n");

        Answer table =
                client.imported(
                        """
                        {"source":"lake","path":"large.parquet",
                         "sample":{"by":"user_id","share":0.01}}
                        """);
        Answer lines = client.imported("{\"source\":\"lake\",\"path\":\"clicks.ndjson\"}");

        assertThat(table.number("rows_read")).as(table.body()).isEqualTo(120_000);
        assertThat(table.number("accepted")).isBetween(1_000, 1_400);
        assertThat(lines.number("accepted")).as(lines.body()).isEqualTo(1);
        assertThat(eventOf("s3json").text("item_id")).isEqualTo("J1");
    }

    @Test
    void namesWhatIsWrongWithObjectsBeforeItBegins() throws Exception {
        ParquetFixtures.write(IMPORTS, "other.parquet", "select 1 as user_id, 2 as model");
        TestS3.put("in/bad/a.parquet", Files.readAllBytes(IMPORTS.resolve("other.parquet")));
        put("in/bad/b.parquet", HEADER);
        put("in/bad/c.parquet", "");
        put("in/bad.csv", "user_id,model\n1,2\n");
        put("in/empty.csv", "");

        Answer tables = client.startImport("{\"source\":\"lake\",\"path\":\"bad/*.parquet\"}");
        Answer csv = client.startImport("{\"source\":\"lake\",\"path\":\"bad.csv\"}");
        Answer empty = client.startImport("{\"source\":\"lake\",\"path\":\"empty.csv\"}");

        assertThat(List.of(tables, csv, empty)).extracting(Answer::status).containsOnly(422);
        assertThat(tables.body())
                .contains(
                        "bad/a.parquet: The file has no column 'item_id'; it has [user_id, model]",
                        "The file 'bad/b.parquet' can't be read: No readable Parquet",
                        "The file 'bad/c.parquet' can't be read: No readable Parquet");
        assertThat(csv.body())
                .contains("The file has no column 'item_id'; it has [user_id, model]");
        assertThat(empty.body()).contains("'empty.csv' can't be read: The file is empty");
    }

    @Test
    void checksAnObjectWithoutReadingAllOfIt() throws IOException {
        StringBuilder csv = new StringBuilder(HEADER);
        Random random = new Random(42);
        for (int row = 0; row < 120_000; row++) {
            csv.append("s3large-%x,A1,2025-04-30T08:00:00Z,1\n".formatted(random.nextLong()));
        }
        byte[] packed = TestS3.packed(csv.toString());
        assertThat(packed.length).isGreaterThan(1 << 20);
        TestS3.put("in/large.csv.gz", packed);

        Answer done =
                client.imported(
                        """
                        {"source":"lake","path":"large.csv.gz",
                         "sample":{"by":"user_id","share":0.001}}
                        """);

        assertThat(done.number("rows_read")).as(done.body()).isEqualTo(120_000);
        assertThat(done.number("accepted")).isBetween(60, 180);
    }

    @Test
    void failsWhenAnObjectChangedMeanwhile() {
        put("in/changed.csv", HEADER + "s3changed,A1,2025-04-30T00:00:00Z,1\n");
        Answer done = client.imported("{\"source\":\"lake\",\"path\":\"changed.csv\"}");
        put("in/changed.csv", HEADER + "s3changed,A2,2025-04-30T00:00:00Z,1\n");
        jdbc.update(
                "update import_file set finished = false where import_job_id = ?::uuid",
                done.text("id"));
        jdbc.update(
                "update import_job set status = 'RUNNING', finished_at = null,"
                        + " owner = gen_random_uuid(), leased_until = now() where id = ?::uuid",
                done.text("id"));

        Answer again = client.finished(done.text("id"));

        assertThat(again.text("status")).isEqualTo("FAILED");
        assertThat(again.text("error"))
                .contains("The file 'changed.csv' has changed since the import began");
    }

    private static void put(String key, String content) {
        TestS3.put(key, content.getBytes(StandardCharsets.UTF_8));
    }
}
