package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.Output;
import dev.flywheel.cli.Remote;
import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a version the champion.
@Command(
        name = "promote",
        description = "Make a version the champion; its gate must have passed.",
        footer = {
            "",
            "Exit codes: 0 it is the champion; 1 error; 2 usage; 3 its gate did not pass;",
            "5 it waits for somebody's approval. With --to it is that registry that says so."
        },
        mixinStandardHelpOptions = true)
public final class PromoteCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model's name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "A version's number.")
    private int version;

    @Option(names = "--force", description = "Although its gate failed; needs --reason.")
    private boolean force;

    @Option(names = "--reason", description = "Kept in the audit trail.")
    private @Nullable String reason;

    @Option(
            names = "--to",
            paramLabel = "URL",
            description =
                    "Carry the version with its verdict and history to the registry at this URL,"
                            + " and make it the champion there.")
    private @Nullable URI to;

    @Option(
            names = "--to-token-file",
            paramLabel = "FILE",
            description = "A file that holds the token for --to; by default the same one.")
    private @Nullable Path toTokenFile;

    @Mixin private final Remote remote = new Remote();
    @Mixin private final Output output = new Output();

    public PromoteCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = remote.api(context)) {
            if (to == null) {
                return promote(api, version);
            }
            try (Api there = remote.api(context, ServiceName.REGISTRY, to, toTokenFile)) {
                CarriedVersion carried = CarriedVersion.carry(api, there, model, version);
                output.people(context).line("%s %s.", carried.told(version), to);
                return promote(there, carried.number());
            }
        }
    }

    private int promote(Api api, int number) {
        Api.Answer answer =
                api.ask(
                        ServiceName.REGISTRY,
                        "/models/%s/versions/%d/promote".formatted(model, number),
                        Loop.body("reason", reason, "force", force ? true : null));
        ExitCode code = answer.isAcceptedOnly() ? ExitCode.PENDING : ExitCode.OK;
        output.people(context)
                .line(
                        "Version %d of %s %s%s.",
                        number,
                        model,
                        code == ExitCode.PENDING
                                ? "waits for somebody else to approve it"
                                : "is the champion",
                        to == null ? "" : " at " + to);
        return output.end(
                context,
                code,
                Loop.body("model", model, "version", number, "to", to, "registry", answer.body()));
    }
}
