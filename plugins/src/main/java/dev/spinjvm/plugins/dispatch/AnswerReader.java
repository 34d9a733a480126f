package dev.spinjvm.plugins.dispatch;

import dev.spinjvm.plugins.dispatch.PluginCallException.Reason;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the lines that a plugin answers with.
final class AnswerReader {
    private static final int MAX_LINE = 4 << 20;
    private static final int SHOWN = 80;

    private final PluginProgram program;
    private final Consumer<PluginEvent> events;
    private int line;
    private @Nullable Map<String, Object> result;
    private @Nullable PluginCallException refusal;

    AnswerReader(PluginProgram program, Consumer<PluginEvent> events) {
        this.program = program;
        this.events = events;
    }

    /// Reads to the end.
    ///
    /// @throws PluginCallException at the first line that is none of the protocol
    void read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    take(bytes);
                } else {
                    bytes.write(buffer[i]);
                }
            }
            if (bytes.size() > MAX_LINE) {
                throw malformed("printed a line of more than " + MAX_LINE + " bytes");
            }
        }
        take(bytes);
    }

    private void take(ByteArrayOutputStream bytes) {
        line++;
        byte[] content = bytes.toByteArray();
        bytes.reset();
        String text = new String(content, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            event(JsonText.object(text));
        } catch (CharacterCodingException _) {
            throw malformed("printed something that is no text on line " + line + " of its answer");
        } catch (JsonTextException _) {
            throw malformed("printed something that is no JSON object on line " + line + " of its answer: '" + shown(text)
                    + "'. What people are to read belongs on its standard error");
        }
    }

    private void event(Map<String, Object> members) {
        String event = text(members, "event");
        if (event.isEmpty()) {
            throw malformed("printed an object without `event` on line " + line + " of its answer");
        }
        if (result != null || refusal != null) {
            throw malformed("went on after its result, on line " + line + " of its answer");
        }
        switch (event) {
            case "progress" -> events.accept(new PluginEvent.Progress(message(members)));
            case "warning" -> events.accept(new PluginEvent.Warning(message(members)));
            case "result" -> {
                Map<String, Object> rest = new LinkedHashMap<>(members);
                rest.remove("event");
                result = rest;
            }
            case "error" -> refusal = new PluginCallException(Reason.REFUSED, text(members, "code"), program + " failed: " + message(
                    members));
            default -> events.accept(new PluginEvent.Other(event, members));
        }
    }

    private static String message(Map<String, Object> members) {
        String message = text(members, "message");
        return message.isEmpty() ? "(it does not say why)" : message;
    }

    private static String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return shown + (text.codePointCount(0, text.length()) > SHOWN ? "…" : "");
    }

    PluginCallException malformed(String what) {
        return PluginCallException.of(Reason.MALFORMED, program + " " + what);
    }

    Optional<Map<String, Object>> result() {
        return Optional.ofNullable(result);
    }

    Optional<PluginCallException> refusal() {
        return Optional.ofNullable(refusal);
    }
}
