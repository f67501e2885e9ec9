package dev.flywheel.cli;

import dev.flywheel.cli.client.ApiException;
import dev.flywheel.cli.demo.DemoCommand;
import dev.flywheel.cli.demo.StepFailedException;
import dev.flywheel.cli.fraud.SimulateCommand;
import dev.flywheel.cli.installation.DownCommand;
import dev.flywheel.cli.installation.LogsCommand;
import dev.flywheel.cli.installation.PrepareCommand;
import dev.flywheel.cli.installation.ResetCommand;
import dev.flywheel.cli.installation.RestartCommand;
import dev.flywheel.cli.installation.StartCommand;
import dev.flywheel.cli.installation.StatusCommand;
import dev.flywheel.cli.installation.StopCommand;
import dev.flywheel.cli.installation.TokenCommand;
import dev.flywheel.cli.installation.UpCommand;
import dev.flywheel.cli.loop.CompareCommand;
import dev.flywheel.cli.loop.EraseCommand;
import dev.flywheel.cli.loop.EvaluateCommand;
import dev.flywheel.cli.loop.FeatureSetsCommand;
import dev.flywheel.cli.loop.ImportModelCommand;
import dev.flywheel.cli.loop.LineageCommand;
import dev.flywheel.cli.loop.LoopException;
import dev.flywheel.cli.loop.PlanCommand;
import dev.flywheel.cli.loop.PromoteCommand;
import dev.flywheel.cli.loop.ReproduceCommand;
import dev.flywheel.cli.loop.RollbackCommand;
import dev.flywheel.cli.loop.RunCommand;
import dev.flywheel.cli.loop.SchemaCommand;
import dev.flywheel.cli.loop.SuggestExpectationsCommand;
import dev.flywheel.cli.loop.TrainCommand;
import dev.flywheel.cli.loop.TrainingDataCommand;
import dev.flywheel.cli.loop.ValidateCommand;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.UnknownPipelineException;
import dev.flywheel.standalone.StandaloneException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `flywheel` command.
@Command(
        name = "flywheel",
        description = "Turns a stream of events into a served model and keeps it good.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "flywheel 0.1.0",
        footer = {"", "./flywheel test runs the build with every test (mvn verify)."},
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            RunCommand.class,
            EvaluateCommand.class,
            DownCommand.class,
            StatusCommand.class,
            TokenCommand.class,
            LogsCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            ResetCommand.class,
            ValidateCommand.class,
            SchemaCommand.class,
            PlanCommand.class,
            FeatureSetsCommand.class,
            SuggestExpectationsCommand.class,
            TrainCommand.class,
            TrainingDataCommand.class,
            ImportModelCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            ReproduceCommand.class,
            LineageCommand.class,
            CompareCommand.class,
            EraseCommand.class,
            SimulateCommand.class,
            PrepareCommand.class
        })
public final class FlywheelCli {

    private FlywheelCli() {}

    /// Runs a command; its exit code is one of [ExitCode].
    public static void main(String[] arguments) {
        System.exit(commandLine(CliContext.ofProcess()).execute(arguments));
    }

    static CommandLine commandLine(CliContext context) {
        CommandLine commandLine = new CommandLine(new FlywheelCli(), new ContextFactory(context));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((exception, failed, _) -> {
            // A mistake a line, each beginning with its place, as editors read them.
            String who = exception instanceof PipelineException ? "" : "flywheel: ";
            context.errors().line(who + explanation(exception));
            if (context.environment().containsKey("FLYWHEEL_DEBUG")) {
                exception.printStackTrace(System.err);
            }
            ExitCode code = code(exception);
            if (failed.getParseResult().hasMatchedOption(Output.JSON)) {
                Output.print(context, code, members(exception));
            }
            return code.number();
        });
        return commandLine;
    }

    private static ExitCode code(Exception exception) {
        return switch (exception) {
            case LoopException stopped -> stopped.code();
            case ApiException refused when refused.is("gate-failed") -> ExitCode.REFUSED;
            default -> ExitCode.ERROR;
        };
    }

    private static Map<String, Object> members(Exception exception) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("message", explanation(exception));
        if (exception instanceof ApiException refused) {
            members.put("status", refused.status());
            members.put("problem", refused.problem());
        }
        return members;
    }

    private static String explanation(Exception exception) {
        String message = Objects.requireNonNullElse(exception.getMessage(), "");
        return switch (exception) {
            case StandaloneException _,
                    ApiException _,
                    LoopException _,
                    PipelineException _,
                    UnknownPipelineException _,
                    StepFailedException _ ->
                    message;
            case IOException _ when message.contains("No space left") ->
                    "The disk is full: free some space and start again.";
            default ->
                    exception.getClass().getSimpleName()
                            + ": "
                            + message
                            + " (FLYWHEEL_DEBUG=1 shows where)";
        };
    }
}
