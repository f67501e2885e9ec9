package dev.flywheel.standalone.service;

import dev.flywheel.contracts.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The six services, in the order of their default ports.
public enum ServiceName {
    INGESTION(0, 192),
    FEATURE(1, 1_024),
    TRAINING(2, 1_536),
    REGISTRY(3, 192),
    INFERENCE(4, 256),
    MONITORING(5, 192);

    private final int portOffset;
    private final int heapMegabytes;

    ServiceName(int portOffset, int heapMegabytes) {
        this.portOffset = portOffset;
        this.heapMegabytes = heapMegabytes;
    }

    /// Its role, schema, log and process name.
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String module() {
        return shortName() + "-service";
    }

    /// The variable by which the others find it.
    String urlVariable() {
        return name() + "_URL";
    }

    /// Its port's distance from the first service's.
    public int portOffset() {
        return portOffset;
    }

    public boolean hasSchema() {
        return this != INFERENCE;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }

    /// Whether it folds, trains or scores; the others pass things on.
    boolean computes() {
        return this == FEATURE || this == TRAINING || this == INFERENCE;
    }

    /// What it may do at the other services.
    public List<String> scopes() {
        return switch (this) {
            case INGESTION -> List.of(Scope.FEATURES_READ);
            case FEATURE -> List.of(Scope.EVENTS_WRITE, Scope.MODELS_READ, Scope.FEATURES_READ);
            case TRAINING ->
                    List.of(
                            Scope.RUNS_WRITE,
                            Scope.FEATURES_READ,
                            Scope.MODELS_READ,
                            Scope.MODELS_WRITE,
                            Scope.MODELS_PROMOTE);
            case REGISTRY -> List.of(Scope.MODELS_READ);
            case INFERENCE -> List.of(Scope.MODELS_READ, Scope.FEATURES_READ);
            case MONITORING ->
                    List.of(
                            Scope.MODELS_READ,
                            Scope.MODELS_PROMOTE,
                            Scope.RUNS_WRITE,
                            Scope.FEATURES_READ);
        };
    }

    public static Optional<ServiceName> of(String shortName) {
        return Arrays.stream(values())
                .filter(service -> service.shortName().equals(shortName))
                .findFirst();
    }
}
