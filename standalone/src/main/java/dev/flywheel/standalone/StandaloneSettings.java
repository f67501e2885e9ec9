package dev.flywheel.standalone;

import java.nio.file.Path;
import java.util.Map;

/// Where things are and which ports they use.
///
/// @param project the root of the source tree, whose modules hold the built jars
/// @param pipelines the folder of pipeline files
public record StandaloneSettings(Home home, Path project, Path pipelines, Ports ports) {

    /// From the environment: `FLYWHEEL_HOME`, `FLYWHEEL_PIPELINES`, `FLYWHEEL_PORT_BASE`.
    public static StandaloneSettings from(Map<String, String> environment, Path project) {
        Path home = path(environment, "FLYWHEEL_HOME", project.resolve(".flywheel"));
        Path pipelines = path(environment, "FLYWHEEL_PIPELINES", project.resolve("pipelines"));
        return new StandaloneSettings(
                new Home(home), project, pipelines, new Ports(portBase(environment)));
    }

    private static Path path(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        Path path = value.isEmpty() ? otherwise : Path.of(value);
        return path.toAbsolutePath().normalize();
    }

    private static int portBase(Map<String, String> environment) {
        String value = environment.getOrDefault("FLYWHEEL_PORT_BASE", "");
        try {
            return value.isEmpty() ? Ports.DEFAULT_BASE : Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new StandaloneException(
                    "FLYWHEEL_PORT_BASE is '%s'; it must be a port number.".formatted(value));
        }
    }
}
