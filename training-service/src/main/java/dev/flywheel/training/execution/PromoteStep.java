package dev.flywheel.training.execution;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.training.gate.Verdict;
import dev.flywheel.training.registration.Promotion;
import dev.flywheel.training.registration.Registry;
import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.Findings.Registration;
import dev.flywheel.training.run.RunState;
import org.springframework.stereotype.Component;

/// Has a version that passed its gate promoted, unless the request says otherwise. Where the
/// pipeline wants a person to agree, that leaves a request for the person to approve.
@Component
final class PromoteStep implements RunStep {

    private final Registry registry;

    PromoteStep(Registry registry) {
        this.registry = registry;
    }

    @Override
    public RunState state() {
        return RunState.PROMOTE;
    }

    @Override
    public StepOutcome perform(StepContext context) {
        Findings findings = context.findings();
        Registration registration = StepContext.required(findings.registration(), "registration");
        int version = StepContext.required(registration.version(), "version");
        Verdict verdict = StepContext.required(findings.verdict(), "verdict");
        if (!verdict.passed()) {
            return end(
                    RunState.REJECTED,
                    findings,
                    "Version %d is registered, not promoted: %s"
                            .formatted(version, verdict.summary()));
        }
        if (!context.request().promote()) {
            return end(
                    RunState.SUCCEEDED,
                    findings,
                    "Version %d passed its gate and waits for somebody to promote it"
                            .formatted(version));
        }
        return switch (promote(context, version, verdict)) {
            case Promotion.Done() ->
                    end(
                            RunState.SUCCEEDED,
                            findings.withRegistration(registration.withPromoted()),
                            "Version %d is champion".formatted(version));
            case Promotion.Requested() ->
                    end(
                            RunState.SUCCEEDED,
                            findings,
                            "Version %d passed its gate; its promotion waits for a person's approval"
                                    .formatted(version));
            case Promotion.Refused(String why) ->
                    end(
                            RunState.REJECTED,
                            findings,
                            "Version %d is registered, and the registry refused to promote it: %s"
                                    .formatted(version, why));
        };
    }

    /// The registry reads from the bundle's pipeline file whether a person has to approve.
    private Promotion promote(StepContext context, int version, Verdict verdict) {
        String model = context.pipeline().name();
        boolean serves =
                registry.serving(model)
                        .map(serving -> serving.aliases().get(ModelServing.CHAMPION))
                        .filter(champion -> champion == version)
                        .isPresent();
        String reason =
                "Run %s (%s): %s"
                        .formatted(context.runId(), context.request().cause(), verdict.summary());
        return serves ? new Promotion.Done() : registry.promote(model, version, reason);
    }

    private static StepOutcome end(RunState state, Findings findings, String summary) {
        return new StepOutcome.End(state, findings, summary);
    }
}
