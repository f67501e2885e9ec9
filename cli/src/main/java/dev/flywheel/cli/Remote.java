package dev.flywheel.cli;

import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.client.Credentials;
import dev.flywheel.cli.client.Endpoints;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the services are and whose token to show, where it is not as the environment says.
public final class Remote {

    @Option(
            names = "--url",
            paramLabel = "SERVICE=URL",
            description =
                    "Where a service answers, such as registry=https://registry.example.com; once"
                            + " for each. By default the variable such as REGISTRY_URL, or this"
                            + " machine.")
    private Map<ServiceName, URI> urls = Map.of();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file that holds the token; by default FLYWHEEL_TOKEN, or one of ours.")
    private @Nullable Path tokenFile;

    /// The services.
    ///
    /// @throws StandaloneException if there is no token
    public Api api(CliContext context) throws IOException {
        return api(context, urls, tokenFile);
    }

    /// The same services but for one, which is elsewhere.
    ///
    /// @param otherTokenFile null if the same token counts there
    /// @throws StandaloneException if there is no token
    public Api api(
            CliContext context, ServiceName service, URI elsewhere, @Nullable Path otherTokenFile)
            throws IOException {
        return api(
                context,
                Map.of(service, elsewhere),
                otherTokenFile == null ? tokenFile : otherTokenFile);
    }

    private static Api api(
            CliContext context, Map<ServiceName, URI> elsewhere, @Nullable Path tokenFile)
            throws IOException {
        StandaloneSettings settings = context.settings();
        String token =
                tokenFile == null
                        ? Credentials.token(context.environment(), settings.home(), context.clock())
                        : read(context.path(tokenFile));
        Endpoints endpoints =
                Endpoints.from(context.environment(), settings.ports()).with(elsewhere);
        return new Api(endpoints, () -> token);
    }

    private static String read(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new StandaloneException("There is no token file " + file);
        }
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new StandaloneException("The token file %s is empty".formatted(file));
        }
        return token;
    }
}
