package dev.spinjvm.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinjvm.engine.guest.FunctionReference;
import dev.spinjvm.engine.guest.GuestException;
import dev.spinjvm.engine.guest.V128;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Values as the reference suite's command lists write them.
final class SuiteValues {

    private SuiteValues() {}

    /// What a value is inside the engine: numbers as a word, anything else as an object.
    record Value(long word, @Nullable Object reference) {}

    /// A reference of the host, which guests pass on only.
    record HostReference(String id) {}

    static Value argument(JsonNode json) {
        String type = json.get("type").asText();
        return switch (type) {
            case "i32", "f32" -> new Value((int) number(json.get("value")), null);
            case "i64", "f64" -> new Value(number(json.get("value")), null);
            case "v128" -> new Value(0, vector(json));
            default -> new Value(0, isNull(json) ? null : new HostReference(json.get("value").asText()));
        };
    }

    private static boolean isNull(JsonNode json) {
        return json.path("value").asText().equals("null");
    }

    private static long number(JsonNode text) {
        return new BigInteger(text.asText()).longValue();
    }

    private static V128 vector(JsonNode json) {
        long[] halves = new long[2];
        JsonNode lanes = json.get("value");
        int bits = 128 / lanes.size();
        for (int i = 0; i < lanes.size(); i++) {
            halves[i * bits / 64] |= (number(lanes.get(i)) & -1L >>> 64 - bits) << i * bits;
        }
        return new V128(halves[0], halves[1]);
    }

    static boolean matches(JsonNode expected, Value found) {
        String type = expected.get("type").asText();
        return switch (type) {
            case "i32" -> (int) found.word == (int) number(expected.get("value"));
            case "i64" -> found.word == number(expected.get("value"));
            case "f32" -> matchesFloat(expected.get("value").asText(), 32, found.word & 0xffff_ffffL);
            case "f64" -> matchesFloat(expected.get("value").asText(), 64, found.word);
            case "v128" -> found.reference instanceof V128 vector && matchesVector(expected, vector);
            case "either" -> {
                for (JsonNode one : expected.get("values")) {
                    if (matches(one, found)) {
                        yield true;
                    }
                }
                yield false;
            }
            case "refnull", "nullref", "nullfuncref", "nullexternref", "nullexnref" -> found.reference == null;
            case "funcref" -> isNull(expected) ? found.reference == null : found.reference instanceof FunctionReference;
            case "exnref" -> isNull(expected) ? found.reference == null : found.reference instanceof GuestException;
            default -> matchesHost(expected, found.reference);
        };
    }

    private static boolean matchesHost(JsonNode expected, @Nullable Object found) {
        if (isNull(expected)) {
            return found == null;
        }
        JsonNode id = expected.get("value");
        return id == null ? found != null : new HostReference(id.asText()).equals(found);
    }

    private static boolean matchesVector(JsonNode expected, V128 found) {
        JsonNode lanes = expected.get("value");
        int bits = 128 / lanes.size();
        boolean floats = expected.get("lane_type").asText().startsWith("f");
        for (int i = 0; i < lanes.size(); i++) {
            long mask = -1L >>> 64 - bits;
            long lane = (i * bits < 64 ? found.low() : found.high()) >>> i * bits & mask;
            boolean same = floats
                    ? matchesFloat(lanes.get(i).asText(), bits, lane)
                    : lane == (number(lanes.get(i)) & mask);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesFloat(String expected, int bits, long found) {
        long quiet = bits == 32 ? 0x7fc0_0000L : 0x7ff8_0000_0000_0000L;
        long sign = 1L << bits - 1;
        return switch (expected) {
            case "nan:canonical" -> (found & ~sign) == quiet;
            case "nan:arithmetic" -> (found & quiet) == quiet;
            default -> found == (new BigInteger(expected).longValue() & -1L >>> 64 - bits);
        };
    }

    static String text(Value value) {
        return value.reference != null ? value.reference.toString() : Long.toString(value.word);
    }
}
