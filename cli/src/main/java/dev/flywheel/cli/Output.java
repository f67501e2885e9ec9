package dev.flywheel.cli;

import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.contracts.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// The option `--json`: what a command came to is one JSON object in one line on standard output,
/// and all that is told to people goes to standard error.
///
/// The object's `outcome` and `exit_code` are those of [ExitCode], whatever the command.
public final class Output {

    static final String JSON = "--json";

    @Option(
            names = JSON,
            description =
                    "Print one JSON object and nothing else on standard output; the rest goes to"
                            + " standard error.")
    private boolean json;

    /// Where to tell people.
    public Terminal people(CliContext context) {
        return json ? context.errors() : context.terminal();
    }

    /// Ends a command: prints the object if that was asked for.
    ///
    /// @param members what came of it besides the outcome
    /// @return the exit code to answer with
    public int end(CliContext context, ExitCode code, Map<String, ?> members) {
        if (json) {
            print(context, code, members);
        }
        return code.number();
    }

    static void print(CliContext context, ExitCode code, Map<String, ?> members) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("outcome", code.word());
        answer.put("exit_code", code.number());
        answer.putAll(members);
        context.terminal().line(Json.MAPPER.writeValueAsString(answer));
    }
}
