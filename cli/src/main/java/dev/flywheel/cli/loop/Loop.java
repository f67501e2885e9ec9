package dev.flywheel.cli.loop;

import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.client.ApiException;
import dev.flywheel.cli.terminal.Progress;
import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.standalone.service.ServiceName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The loop of one pipeline, as its services' REST shows it.
public final class Loop {

    private static final Duration STANDSTILL = Duration.ofMinutes(5);
    private static final Duration CALM_FOR = Duration.ofSeconds(5);
    private static final Duration RUN_WITHIN = Duration.ofHours(12);
    private static final Duration AWAY_AT_MOST = Duration.ofMinutes(2);

    private final Api api;
    private final Terminal terminal;
    private final Waiting waiting;
    private final InstantSource clock;
    private final String pipeline;

    public Loop(Api api, Terminal terminal, InstantSource clock, String pipeline) {
        this.api = api;
        this.terminal = terminal;
        this.waiting = new Waiting(clock);
        this.clock = clock;
        this.pipeline = pipeline;
    }

    public Api api() {
        return api;
    }

    public Waiting waiting() {
        return waiting;
    }

    public String pipeline() {
        return pipeline;
    }

    /// A path beneath this pipeline's.
    public String path(String below) {
        return "/pipelines/" + pipeline + below;
    }

    /// Sends versions of an entity in one request.
    public void putEntities(String entity, List<?> versions) {
        int batch = 1000;
        for (int from = 0; from < versions.size(); from += batch) {
            List<?> some = versions.subList(from, Math.min(versions.size(), from + batch));
            JsonNode answer = api.post(ServiceName.INGESTION, path("/entities/" + entity), some);
            if (answer.path("accepted").asLong(0) != some.size()) {
                throw new LoopException(
                        "Of %d %ss not all were accepted: %s"
                                .formatted(some.size(), entity, answer));
            }
        }
    }

    /// Imports a file and waits for its end.
    ///
    /// @param total rows that are expected to be read, for the progress bar
    public ImportState importFile(Map<String, Object> request, long total) {
        JsonNode started = api.post(ServiceName.INGESTION, path("/imports"), request);
        String id = started.path("id").asString("");
        Progress progress = new Progress(terminal, "import", total, clock);
        ImportState state =
                waiting.whileMoving(
                                STANDSTILL,
                                () -> Optional.of(importState(id, progress)),
                                ImportState::hasEnded)
                        .orElseThrow(() ->
                                new LoopException(
                                        "Import %s has read nothing for %d minutes"
                                                .formatted(id, STANDSTILL.toMinutes())));
        if (!state.status().equals("SUCCEEDED")) {
            throw new LoopException(
                    "Import %s failed: see ./flywheel logs ingestion".formatted(id));
        }
        return state;
    }

    /// Why rows of an import were refused, the most frequent reasons first; none if none was.
    public List<String> refusals(ImportState imported) {
        return imported.quarantined() == 0
                ? List.of()
                : Refusals.of(
                        api.get(
                                ServiceName.INGESTION,
                                path("/quarantine?limit=" + Refusals.LOOKED_AT)),
                        imported.id());
    }

    private ImportState importState(String id, Progress progress) {
        ImportState state = ImportState.of(api.get(ServiceName.INGESTION, path("/imports/" + id)));
        progress.at(state.rowsRead(), "rows");
        return state;
    }

    public ArchiveState archive() {
        return ArchiveState.of(
                api.get(ServiceName.FEATURE, path("/archive")),
                api.get(ServiceName.FEATURE, path("/online")));
    }

    /// How many events the online state has.
    public long applied() {
        return api.get(ServiceName.FEATURE, path("/online")).path("applied").asLong(-1);
    }

    /// Waits until archive, online state and prepared rows have that many events.
    ///
    /// @throws LoopException if nothing moves any more before they have
    public ArchiveState awaitArchive(long events) {
        return awaitArchive(events, state -> state.has(events));
    }

    /// Waits until nothing is on its way to the online state any more.
    public void settle() {
        waiting.whileMoving(STANDSTILL, this::tryArchive, state -> state.lag() == 0);
    }

    /// Waits until all that was sent has been archived, folded and applied: until nothing is on its
    /// way and nothing has changed for some seconds. How many events that makes can't be known, as
    /// some may have been there before.
    ///
    /// @throws LoopException if nothing moves any more while something is on its way
    public ArchiveState awaitSettled() {
        Calm<ArchiveState> calm = new Calm<>(CALM_FOR, clock);
        return awaitArchive(0, state -> state.isSettled() && calm.lasts(state));
    }

    /// @param expected how many events, for the progress bar; 0 if that is not known
    private ArchiveState awaitArchive(long expected, Predicate<ArchiveState> enough) {
        Progress progress = new Progress(terminal, "archive", expected, clock);
        return waiting.whileMoving(
                        STANDSTILL,
                        () -> {
                            Optional<ArchiveState> now = tryArchive();
                            now.ifPresent(state -> tell(progress, state));
                            return now;
                        },
                        enough)
                .orElseThrow(() ->
                        new LoopException(
                                "For %d minutes nothing moved, and not all has arrived: %s"
                                        .formatted(STANDSTILL.toMinutes(), archive())));
    }

    private static void tell(Progress progress, ArchiveState state) {
        progress.at(
                state.events(),
                "archived, %,d in the online state, %,d rows prepared"
                        .formatted(state.applied(), state.rowsPrepared()));
    }

    /// Nothing while the feature service is away: it may be on its way back.
    private Optional<ArchiveState> tryArchive() {
        try {
            return Optional.of(archive());
        } catch (ApiException e) {
            if (e.isAway()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Asks for a training run and waits for its end.
    public RunReport train(Map<String, Object> request) {
        return awaitRun(start(request).id());
    }

    /// Asks for a training run.
    public RunReport start(Map<String, Object> request) {
        return new RunReport(api.post(ServiceName.TRAINING, path("/runs"), request));
    }

    /// Tells each step as it comes, and returns the run when it has ended.
    public RunReport awaitRun(String id) {
        return awaitRun(id, RUN_WITHIN);
    }

    /// The same in a time of the caller's.
    ///
    /// @throws LoopException if the run has not ended by then
    public RunReport awaitRun(String id, Duration within) {
        StepTeller teller = new StepTeller(terminal);
        Absence absence = new Absence(AWAY_AT_MOST, clock);
        return waiting.upTo(
                        within,
                        () -> {
                            Optional<RunReport> run = absence.bridge(() -> run(id));
                            run.ifPresent(teller::tell);
                            return run.filter(RunReport::hasEnded);
                        })
                .orElseThrow(() ->
                        new LoopException(
                                ExitCode.TIMED_OUT,
                                "Run %s did not end in %s; it goes on"
                                        .formatted(id, Lengths.spell(within))));
    }

    private RunReport run(String id) {
        return new RunReport(api.get(ServiceName.TRAINING, "/runs/" + id));
    }

    /// The newest run that is like that.
    public Optional<RunReport> findRun(Predicate<RunReport> like) {
        JsonNode answer = api.get(ServiceName.TRAINING, "/runs?pipeline=" + pipeline);
        JsonNode runs = answer.isArray() ? answer : answer.path("runs");
        return runs.valueStream().map(RunReport::new).filter(like).findFirst();
    }

    /// What inference has loaded for this pipeline's model; null if nothing.
    public @Nullable Serving serving() {
        JsonNode answer = api.get(ServiceName.INFERENCE, "/models");
        JsonNode models = answer.isArray() ? answer : answer.path("models");
        return models.valueStream()
                .map(Serving::of)
                .filter(serving -> serving.model().equals(pipeline) && serving.version() > 0)
                .findFirst()
                .orElse(null);
    }

    /// Waits until inference serves that version.
    public Serving awaitServing(int version, Duration patience) {
        return waiting.upTo(
                        patience,
                        () -> Optional.ofNullable(serving()).filter(s -> s.version() == version))
                .orElseThrow(() ->
                        new LoopException(
                                "Inference did not load version %d in %d s; it has %s"
                                        .formatted(version, patience.toSeconds(), serving())));
    }

    /// A request's body of members that are not null.
    public static Map<String, Object> body(@Nullable Object... namesAndValues) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                body.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return body;
    }
}
