package dev.flywheel.ingestion.replay;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.event.IntakeMeters;
import dev.flywheel.ingestion.quarantine.QuarantineSearch;
import dev.flywheel.ingestion.quarantine.ReplayMarks;
import dev.flywheel.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Sends refused inputs again, under the ids that they have: whatever is taken twice counts once.
///
/// What is refused again stays in quarantine as it is. An input is marked as replayed after Kafka
/// has acknowledged it; a crash between the two makes a later replay send it once more, which is
/// harmless.
@Component
public class Replays {

    private static final int BATCH = 500;
    private static final long BATCH_BYTES = 4 << 20;
    private static final int ERRORS_TOLD = 100;

    private final QuarantineSearch quarantine;
    private final ReplayMarks marks;
    private final Rechecks rechecks;
    private final Delivery delivery;
    private final IntakeMeters meters;

    Replays(
            QuarantineSearch quarantine,
            ReplayMarks marks,
            Rechecks rechecks,
            Delivery delivery,
            IntakeMeters meters) {
        this.quarantine = quarantine;
        this.marks = marks;
        this.rechecks = rechecks;
        this.delivery = delivery;
        this.meters = meters;
    }

    /// Returns when Kafka has acknowledged everything that is taken now.
    ///
    /// @throws ReplayRefusedException if the request asks for nothing, or for too much at once
    /// @throws dev.flywheel.ingestion.delivery.DeliveryException if Kafka does not acknowledge;
    ///   what was replayed until then is marked
    public ReplayReport replay(Pipeline pipeline, ReplayRequest request) {
        String fault = request.fault();
        if (fault != null) {
            throw new ReplayRefusedException(fault);
        }
        Set<String> wanted = request.wanted();
        Selected selected = new Selected(pipeline.name(), marks, wanted);
        quarantine.forEach(
                pipeline.name(),
                found -> {
                    if (request.asksFor(found.input(), wanted)) {
                        selected.add(found);
                    }
                });
        selected.decide();
        Sending sending = new Sending(pipeline, request);
        quarantine.read(pipeline.name(), selected.places(), found -> sending.add(found.input()));
        sending.send();
        return new ReplayReport(
                sending.replayed,
                selected.alreadyReplayed(),
                sending.refused,
                List.copyOf(sending.errors),
                selected.missing(),
                selected.isMore());
    }

    /// Batches on their way.
    private final class Sending {

        private final Pipeline pipeline;
        private final ReplayRequest request;
        private final List<Message> messages = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private final List<ReplayReport.Refusal> errors = new ArrayList<>();
        private long bytes;
        private long replayed;
        private long refused;

        Sending(Pipeline pipeline, ReplayRequest request) {
            this.pipeline = pipeline;
            this.request = request;
        }

        void add(Quarantined input) {
            JsonNode correction = request.correction(input.eventId());
            switch (rechecks.check(
                    pipeline, input, correction == null ? null : correction.toString())) {
                case Rechecks.Verdict.Good(Message message) -> {
                    messages.add(message);
                    ids.add(input.eventId());
                    bytes += message.value().length;
                }
                case Rechecks.Verdict.Bad(List<Reason> reasons) -> {
                    refused++;
                    if (errors.size() < ERRORS_TOLD) {
                        errors.add(new ReplayReport.Refusal(input.eventId(), reasons));
                    }
                }
            }
            if (messages.size() >= BATCH || bytes >= BATCH_BYTES) {
                send();
            }
        }

        void send() {
            if (messages.isEmpty()) {
                return;
            }
            delivery.deliver(messages);
            marks.mark(pipeline.name(), ids);
            meters.count(pipeline.name(), messages.size(), 0);
            replayed += messages.size();
            messages.clear();
            ids.clear();
            bytes = 0;
        }
    }
}
