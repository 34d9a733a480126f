package dev.spinjvm.component.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinjvm.component.binary.ComponentBinary;
import dev.spinjvm.component.binary.ComponentDecoder;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.suite.Check.Status;
import dev.spinjvm.component.suite.SuiteFile.Command;
import dev.spinjvm.component.suite.SuiteTarget.Instance;
import dev.spinjvm.component.suite.SuiteTarget.Rejected;
import dev.spinjvm.component.suite.SuiteTarget.Trapped;
import dev.spinjvm.component.types.FuncType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs the commands of one file.
///
/// Each command runs on a thread of its own, so that one that never returns fails alone.
final class SuiteRunner {

    private final SuiteTarget target;
    private final Duration limit;
    private final SuiteFile file;
    private final Map<String, ComponentBinary> definitions = new HashMap<>();
    private final Map<String, Instance> instances = new HashMap<>();
    private @Nullable ComponentBinary lastDefinition;
    private @Nullable Instance current;

    private SuiteRunner(SuiteFile file, SuiteTarget target, Duration limit) {
        this.file = file;
        this.target = target;
        this.limit = limit;
    }

    /// @param limit the longest a command may take
    static List<Check> run(SuiteFile file, SuiteTarget target, Duration limit) {
        var runner = new SuiteRunner(file, target, limit);
        var checks = new ArrayList<Check>();
        for (var command : file.commands()) {
            checks.add(runner.limited(command));
        }
        return checks;
    }

    private Check limited(Command command) {
        var task = new FutureTask<>(() -> check(command));
        var thread = Thread.ofPlatform().daemon().name(file.name() + ":" + command.line()).start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return result(command, Status.FAILED, "broke: " + e.getCause());
        } catch (TimeoutException e) {
            thread.interrupt();
            return result(command, Status.FAILED, "did not end within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result(command, Status.FAILED, "interrupted");
        }
    }

    private Check check(Command command) throws IOException {
        return switch (command.type()) {
            case "component" -> component(command);
            case "component_definition" -> definition(command);
            case "component_instance" -> instance(command);
            case "action" -> action(command);
            case "assert_return" -> assertReturn(command);
            case "assert_trap" -> assertTrap(command);
            case "assert_uninstantiable" -> assertUninstantiable(command);
            case "assert_invalid" -> assertInvalid(command);
            case "assert_malformed" -> assertMalformed(command);
            default -> result(command, Status.FAILED, "unknown command \"" + command.type() + "\"");
        };
    }

    private Check component(Command command) throws IOException {
        current = null;
        try {
            var component = accept(command);
            current = target.instantiate(component);
            name(command.text("name"), current);
            return result(command, Status.PASSED, "");
        } catch (MalformedComponentException | Rejected | Trapped e) {
            return result(command, Status.FAILED, describe(e));
        }
    }

    private Check definition(Command command) throws IOException {
        try {
            var component = accept(command);
            var name = command.text("name");
            if (name != null) {
                definitions.put(name, component);
            }
            lastDefinition = component;
            return result(command, Status.PASSED, "");
        } catch (MalformedComponentException | Rejected e) {
            return result(command, Status.FAILED, describe(e));
        }
    }

    private Check instance(Command command) {
        current = null;
        var name = command.text("component");
        var component = name == null ? lastDefinition : definitions.get(name);
        if (component == null) {
            return result(command, Status.FAILED, "no component " + (name == null ? "before" : name));
        }
        try {
            current = target.instantiate(component);
            name(command.text("instance"), current);
            return result(command, Status.PASSED, "");
        } catch (Trapped e) {
            return result(command, Status.FAILED, describe(e));
        }
    }

    private Check action(Command command) {
        try {
            call(command);
            return result(command, Status.PASSED, "");
        } catch (Trapped e) {
            return result(command, Status.FAILED, describe(e));
        }
    }

    private Check assertReturn(Command command) {
        try {
            var outcome = call(command);
            var expected = command.json().path("expected");
            var type = outcome.type().result();
            var matches = type == null
                    ? expected.isEmpty()
                    : expected.size() == 1 && SuiteValues.matches(expected.path(0), type, outcome.value());
            return matches
                    ? result(command, Status.PASSED, "")
                    : result(command, Status.FAILED, "expected " + expected + ", got " + SuiteValues.show(outcome.value()));
        } catch (Trapped e) {
            return result(command, Status.FAILED, describe(e));
        }
    }

    private Check assertTrap(Command command) {
        try {
            var outcome = call(command);
            return result(command, Status.FAILED, "expected a trap, got " + SuiteValues.show(outcome.value()));
        } catch (Trapped e) {
            return trap(command, e);
        }
    }

    private Check assertUninstantiable(Command command) throws IOException {
        try {
            target.instantiate(accept(command));
            return result(command, Status.FAILED, "expected a trap during instantiation");
        } catch (MalformedComponentException | Rejected e) {
            return result(command, Status.FAILED, describe(e));
        } catch (Trapped e) {
            return trap(command, e);
        }
    }

    private Check assertInvalid(Command command) throws IOException {
        try {
            accept(command);
            return result(command, Status.FAILED, "accepted, expected \"" + command.text("text") + "\"");
        } catch (MalformedComponentException | Rejected e) {
            return rejected(command, e);
        }
    }

    private Check assertMalformed(Command command) throws IOException {
        if ("text".equals(command.text("module_type"))) {
            return result(command, Status.SKIPPED, "malformed as text only; there is no binary");
        }
        try {
            ComponentDecoder.decode(file.binary(command));
            return result(command, Status.FAILED, "decoded, expected \"" + command.text("text") + "\"");
        } catch (MalformedComponentException e) {
            return rejected(command, e);
        }
    }

    private ComponentBinary accept(Command command) throws IOException, MalformedComponentException, Rejected {
        var component = ComponentDecoder.decode(file.binary(command));
        target.validate(component);
        return component;
    }

    private record Outcome(FuncType type, @Nullable Object value) {}

    private Outcome call(Command command) throws Trapped {
        var action = command.json().path("action");
        var name = action.path("instance").asText("");
        var instance = name.isEmpty() ? current : instances.get(name);
        if (instance == null) {
            throw new IllegalStateException("no instance " + (name.isEmpty() ? "before" : name));
        }
        var field = Command.required(action, "field");
        var type = instance.type(field);
        if (type == null) {
            throw new IllegalStateException("no exported function " + field);
        }
        return new Outcome(type, instance.call(field, arguments(action.path("args"), type)));
    }

    private static @Nullable Object[] arguments(JsonNode args, FuncType type) {
        if (args.size() != type.params().size()) {
            throw new IllegalArgumentException(args.size() + " arguments for " + type);
        }
        var arguments = new @Nullable Object[args.size()];
        for (var i = 0; i < arguments.length; i++) {
            arguments[i] = SuiteValues.decode(args.path(i), type.params().get(i).type());
        }
        return arguments;
    }

    private void name(@Nullable String name, Instance instance) {
        if (name != null) {
            instances.put(name, instance);
        }
    }

    private Check trap(Command command, Trapped trap) {
        return words(command, trap)
                ? result(command, Status.PASSED, "")
                : result(command, Status.OTHER_TRAP, mismatch(command, trap));
    }

    private Check rejected(Command command, Exception cause) {
        return words(command, cause)
                ? result(command, Status.PASSED, "")
                : result(command, Status.OTHER_WORDS, mismatch(command, cause));
    }

    private static boolean words(Command command, Exception cause) {
        var expected = command.text("text");
        var message = cause.getMessage();
        return expected == null || message != null && message.contains(expected);
    }

    private static String mismatch(Command command, Exception cause) {
        return "expected \"" + command.text("text") + "\", got \"" + cause.getMessage() + "\"";
    }

    private static String describe(Exception cause) {
        return switch (cause) {
            case MalformedComponentException e -> "malformed: " + e.getMessage();
            case Rejected e -> "invalid: " + e.getMessage();
            case Trapped e -> "trap: " + e.getMessage();
            default -> cause.toString();
        };
    }

    private Check result(Command command, Status status, String detail) {
        var assertion = command.type().startsWith("assert_") || command.type().equals("action");
        return new Check(file.name(), command.line(), assertion, status, detail);
    }
}
