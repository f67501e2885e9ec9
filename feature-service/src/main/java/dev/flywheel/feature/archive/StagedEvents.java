package dev.flywheel.feature.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.Json;
import dev.flywheel.feature.arrival.Reading;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Brings events into a temporary table with PostgreSQL's binary COPY.
final class StagedEvents {

    static final String CREATE =
            """
            create temporary table if not exists staged_event (
                seq int, event_time timestamptz, event_id text collate "C", event_type text, content text
            ) on commit delete rows
            """;

    private static final String COPY =
            "copy staged_event (seq, event_time, event_id, event_type, content) from stdin (format binary)";
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(ISO_8859_1);
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int CHUNK = 1 << 20;

    private StagedEvents() {}

    /// Copies the events; `seq` is an event's index in the list.
    static void copy(Connection connection, List<Reading.OfEvent> events) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            Tuples tuples = new Tuples();
            for (int seq = 0; seq < events.size(); seq++) {
                tuples.add(seq, events.get(seq));
                if (tuples.size() > CHUNK) {
                    tuples.moveTo(copy);
                }
            }
            tuples.end();
            tuples.moveTo(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /// A growing buffer in the layout of PostgreSQL's manual, "COPY: Binary Format".
    private static final class Tuples {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Tuples() {
            write(() -> {
                out.write(SIGNATURE);
                out.writeInt(0);
                out.writeInt(0);
            });
        }

        void add(int seq, Reading.OfEvent event) {
            write(() -> {
                out.writeShort(5);
                out.writeInt(Integer.BYTES);
                out.writeInt(seq);
                out.writeInt(Long.BYTES);
                out.writeLong(ChronoUnit.MICROS.between(EPOCH, event.event().eventTime()));
                field(event.event().eventId().getBytes(UTF_8));
                field(event.event().eventType().getBytes(UTF_8));
                field(Json.bytes(event.event()));
            });
        }

        void end() {
            write(() -> out.writeShort(-1));
        }

        int size() {
            return bytes.size();
        }

        void moveTo(CopyIn copy) throws SQLException {
            byte[] chunk = bytes.toByteArray();
            copy.writeToCopy(chunk, 0, chunk.length);
            bytes.reset();
        }

        private void field(byte[] value) throws IOException {
            out.writeInt(value.length);
            out.write(value);
        }

        private static void write(Writing writing) {
            try {
                writing.run();
            } catch (IOException e) {
                throw new UncheckedIOException("A buffer in memory cannot fail", e);
            }
        }

        private interface Writing {
            void run() throws IOException;
        }
    }
}
