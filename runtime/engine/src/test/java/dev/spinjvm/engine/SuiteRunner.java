package dev.spinjvm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinjvm.engine.SuiteCheck.Status;
import dev.spinjvm.engine.SuiteValues.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Runs one command list of the WebAssembly reference suite.
final class SuiteRunner {

    private static final Pattern FEATURE = Pattern.compile("unsupported feature ([^:]*):");
    private static final Pattern UNSUPPORTED = Pattern.compile("unsupported feature .*", Pattern.DOTALL);

    private final Engine engine;
    private final Path file;
    private final String name;
    private final Map<String, CoreModule> definitions = new HashMap<>();
    private final Map<String, CoreInstance> named = new HashMap<>();
    private final Map<String, Map<String, Extern>> registered = new HashMap<>();
    private @Nullable CoreModule definition;
    private @Nullable CoreInstance current;
    /// Why there is no current instance.
    private String missing = "no module";

    private SuiteRunner(Engine engine, Path file) {
        this.engine = engine;
        this.file = file;
        String plain = String.valueOf(file.getFileName());
        this.name = plain.substring(0, plain.length() - ".json".length());
        registered.put("spectest", spectest(engine));
    }

    /// The module that the suite expects of its host.
    private static Map<String, Extern> spectest(Engine engine) {
        Map<String, Extern> out = new HashMap<>(Fixtures.instance(engine, "spectest").exports());
        print(out, "print");
        print(out, "print_i32", ValueType.I32);
        print(out, "print_i64", ValueType.I64);
        print(out, "print_f32", ValueType.F32);
        print(out, "print_f64", ValueType.F64);
        print(out, "print_i32_f32", ValueType.I32, ValueType.F32);
        print(out, "print_f64_f64", ValueType.F64, ValueType.F64);
        return out;
    }

    private static void print(Map<String, Extern> out, String name, ValueType... params) {
        out.put(name, CoreFunction.host(new FuncType(List.of(params), List.of()), _ -> {}));
    }

    static List<SuiteCheck> run(Engine engine, Path file) throws IOException {
        SuiteRunner runner = new SuiteRunner(engine, file);
        List<SuiteCheck> out = new ArrayList<>();
        for (JsonNode command : new ObjectMapper().readTree(file.toFile()).get("commands")) {
            out.add(runner.check(command));
        }
        return out;
    }

    private SuiteCheck check(JsonNode command) throws IOException {
        int line = command.get("line").asInt();
        if (command.path("module_type").asText().equals("text") && !command.has("binary_filename")) {
            return new SuiteCheck(name, line, Status.TEXT, "");
        }
        try {
            String words = command(command);
            return new SuiteCheck(name, line, words.isEmpty() ? Status.PASSED : Status.OTHER_WORDS, words);
        } catch (UnsupportedException e) {
            return new SuiteCheck(name, line, Status.UNSUPPORTED, String.valueOf(e.getMessage()));
        } catch (CheckException e) {
            return new SuiteCheck(name, line, Status.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            Matcher matcher = FEATURE.matcher(String.valueOf(e.getMessage()));
            if (e instanceof InvalidModuleException && matcher.find()) {
                return new SuiteCheck(name, line, Status.UNSUPPORTED, matcher.group(1));
            }
            return new SuiteCheck(name, line, Status.FAILED, e + at(e));
        }
    }

    private static String at(Throwable e) {
        return e.getStackTrace().length > 0 && !(e instanceof InvalidModuleException) ? " at " + e.getStackTrace()[0] : "";
    }

    private static final class CheckException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CheckException(String message) {
            super(message);
        }
    }

    private static final class UnsupportedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnsupportedException(String message) {
            super(message);
        }
    }

    /// Returns the text with which something was refused, if it is not the suite's, else an empty text.
    private String command(JsonNode command) throws IOException {
        switch (command.get("type").asText()) {
            case "module" -> {
                current = null;
                CoreModule module = compile(command);
                definition = module;
                current = instantiate(module);
                if (command.has("name")) {
                    named.put(command.get("name").asText(), current);
                }
            }
            case "module_definition" -> {
                definition = compile(command);
                if (command.has("name")) {
                    definitions.put(command.get("name").asText(), definition);
                }
            }
            case "module_instance" -> {
                String wanted = command.path("module").asText();
                CoreModule module = command.has("module") ? definitions.get(wanted) : definition;
                if (module == null) {
                    throw new CheckException("no definition " + wanted);
                }
                current = instantiate(module);
                if (command.has("instance")) {
                    named.put(command.get("instance").asText(), current);
                }
            }
            case "register" -> registered.put(command.get("as").asText(), instance(command.get("name")).exports());
            case "action" -> act(command.get("action"));
            case "assert_return" -> assertReturn(command);
            case "assert_trap", "assert_exhaustion" -> {
                return thrown(command, TrapException.class, () -> act(command.get("action")));
            }
            case "assert_exception" -> {
                return thrown(command, TrapException.class, () -> act(command.get("action")));
            }
            case "assert_malformed", "assert_invalid" -> {
                return thrown(command, InvalidModuleException.class, () -> compile(command));
            }
            case "assert_unlinkable" -> {
                CoreModule module = compile(command);
                return thrown(command, LinkException.class, () -> instantiate(module));
            }
            case "assert_uninstantiable" -> {
                CoreModule module = compile(command);
                return thrown(command, TrapException.class, () -> instantiate(module));
            }
            default -> throw new CheckException("unknown command " + command.get("type").asText());
        }
        return "";
    }

    private interface Work {
        void run() throws IOException;
    }

    private static String thrown(JsonNode command, Class<? extends RuntimeException> wanted, Work work)
            throws IOException {
        try {
            work.run();
        } catch (CheckException | UnsupportedException e) {
            throw e;
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (!wanted.isInstance(e) || UNSUPPORTED.matcher(message).matches()) {
                throw e;
            }
            return message.contains(command.path("text").asText()) ? "" : message;
        }
        throw new CheckException(command.get("type").asText() + ": nothing happened; wanted: " + command.path("text").asText());
    }

    private CoreModule compile(JsonNode command) throws IOException {
        String binary = command.path("binary_filename").asText(command.path("filename").asText());
        try {
            return engine.compile(Files.readAllBytes(file.resolveSibling(binary)));
        } catch (InvalidModuleException e) {
            missing = String.valueOf(e.getMessage());
            throw e;
        }
    }

    private CoreInstance instantiate(CoreModule module) {
        List<Extern> given = new ArrayList<>();
        for (ImportDecl wanted : module.imports()) {
            Extern found = registered.getOrDefault(wanted.module(), Map.of()).get(wanted.name());
            if (found == null) {
                missing = "unknown import \"" + wanted.module() + "\" \"" + wanted.name() + "\"";
                throw new LinkException(missing);
            }
            given.add(found);
        }
        return module.instantiate(given);
    }

    private CoreInstance instance(@Nullable JsonNode wanted) {
        CoreInstance found = wanted == null ? current : named.get(wanted.asText());
        if (found == null) {
            Matcher matcher = FEATURE.matcher(missing);
            if (matcher.find()) {
                throw new UnsupportedException(matcher.group(1));
            }
            throw new CheckException("no instance: " + missing);
        }
        return found;
    }

    private Extern export(JsonNode action) {
        Extern found = instance(action.get("module")).export(action.get("field").asText());
        if (found == null) {
            throw new CheckException("no export " + action.get("field"));
        }
        return found;
    }

    private List<Value> act(JsonNode action) {
        Extern export = export(action);
        if (export instanceof CoreGlobal global) {
            return List.of(new Value(global.value(), global.global.reference));
        }
        CoreFunction function = (CoreFunction) export;
        int results = function.type().results().size();
        JsonNode args = action.get("args");
        long[] words = new long[Math.max(args.size(), results)];
        @Nullable
        Object[] references = new Object[words.length];
        for (int i = 0; i < args.size(); i++) {
            Value value = SuiteValues.argument(args.get(i));
            words[i] = value.word();
            references[i] = value.reference();
        }
        function.call(words, references);
        List<Value> out = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            ValueType type = function.type().results().get(i);
            boolean number = type instanceof NumericType && type != NumericType.V128;
            out.add(new Value(words[i], number ? null : references[i]));
        }
        return out;
    }

    private void assertReturn(JsonNode command) {
        List<Value> results = act(command.get("action"));
        JsonNode expected = command.get("expected");
        boolean same = results.size() == expected.size();
        for (int i = 0; same && i < results.size(); i++) {
            same = SuiteValues.matches(expected.get(i), results.get(i));
        }
        if (!same) {
            throw new CheckException(command.path("action").path("field").asText() + " gave "
                    + results.stream().map(SuiteValues::text).toList() + ", wanted " + expected);
        }
    }
}
