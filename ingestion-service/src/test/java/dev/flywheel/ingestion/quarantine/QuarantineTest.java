package dev.flywheel.ingestion.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.Clicks;
import dev.flywheel.ingestion.delivery.Message;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// With bodies up to 64 KB, so that a message has up to 1.1 MB.
class QuarantineTest {

    private static final List<Reason> WHY = List.of(new Reason("page", "is missing"));

    private final Quarantine quarantine =
            new Quarantine(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), Clicks.properties(Map.of()));

    @Test
    void keepsWhatFitsWhole() {
        Message message = message("id", "x".repeat(65_536), "text", WHY);

        assertThat(read(message).content()).hasSize(65_536);
        assertThat(read(message).reasons()).isEqualTo(WHY);
        assertThat(message.smaller()).isNull();
    }

    @Test
    void hasASmallerMessageReadyForAKafkaThatRefusesTheWhole() {
        String content = "x".repeat(65_535) + "\ud83d\ude00" + "x".repeat(500_000);

        Message message = message("id", content, "text", WHY);
        Message smaller = Objects.requireNonNull(message.smaller());

        assertThat(read(message).content()).isEqualTo(content);
        assertThat(read(smaller).content()).isEqualTo("x".repeat(65_535));
        assertThat(read(smaller).reasons()).hasSize(2).contains(WHY.getFirst());
        assertThat(read(smaller).reasons().getFirst().message())
                .contains(
                        "565539 bytes", Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex());
    }

    @Test
    void doesNotEvenMakeTheWholeOfWhatIsFarTooLarge() {
        Message message = message("id", "\0".repeat(300_000), "text", WHY);

        assertThat(read(message).content()).isEqualTo("\0".repeat(65_536));
        assertThat(message.smaller()).isNull();
    }

    @Test
    void cutsBase64WhereItCanBeDecoded() {
        byte[] bytes = new byte[3_000_000];
        bytes[0] = (byte) 0xff;

        Quarantined kept =
                read(message("id", Base64.getEncoder().encodeToString(bytes), "base64", WHY));

        assertThat(Base64.getDecoder().decode(kept.content())).startsWith(0xff).hasSize(49_152);
        assertThat(kept.reasons().getFirst().message())
                .contains("3000000 bytes", Digest.of(bytes).hex());
    }

    @Test
    void fitsIntoAUsualMessageWhateverTheReasonsAre() {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            reasons.add(new Reason("\0".repeat(1_000), "\0".repeat(1_000)));
        }

        Message message = message("\0".repeat(100_000), "\0".repeat(1_000_000), "text", reasons);

        assertThat(read(message).reasons()).hasSize(100);
        assertThat(read(message).reasons().getLast().message()).isEqualTo("and 99902 more reasons");
        assertThat(message.value().length + message.key().length()).isLessThan(1_000_000);
    }

    @Test
    void writesReasonsThatAreNotUnicode() {
        Quarantined kept =
                read(message("\ud83d", "x", "text", List.of(new Reason("\ud83d", "twice"))));

        assertThat(kept.reasons()).containsExactly(new Reason("?", "twice"));
    }

    private Message message(String id, String content, String encoding, List<Reason> reasons) {
        return quarantine.message("clicks", id, content, encoding, reasons, Quarantine.AN_EVENT);
    }

    private static Quarantined read(Message message) {
        return Json.read(message.value(), Quarantined.class);
    }
}
