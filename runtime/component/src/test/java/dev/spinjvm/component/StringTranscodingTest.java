package dev.spinjvm.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The calls of `realloc` that a guest sees when another guest passes it a string are part of the Canonical ABI.
class StringTranscodingTest {
    private static final String ASCII = "abc";
    private static final String LATIN1 = "ab\u00fc";
    private static final String WIDE = "a\u00fc\u2603";
    private static final int FIRST = 1024;
    private static final int SECOND = FIRST + 128;
    /// The mark of UTF-16 in a count of code units.
    private static final long TAG = 1L << 31;

    private static Arguments row(String way, String text, long units, long[]... calls) {
        return Arguments.of(way, text, units, List.of(calls));
    }

    /// A call of `realloc`: old pointer, old size, alignment, new size.
    private static long[] realloc(long old, long oldSize, long alignment, long size) {
        return new long[]{old, oldSize, alignment, size};
    }

    static Stream<Arguments> transcodings() {
        return Stream.of(
                row("utf8-to-utf8", WIDE, 6, realloc(0, 0, 1, 6)),
                row("utf16-to-utf16", WIDE, 3, realloc(0, 0, 2, 6)),
                row("latin1-to-latin1", LATIN1, 3, realloc(0, 0, 2, 3)),
                row("latin1-to-latin1", WIDE, TAG | 3, realloc(0, 0, 2, 6)),
                row("utf16-to-utf8", ASCII, 3, realloc(0, 0, 1, 3)),
                row("utf16-to-utf8", WIDE, 6, realloc(0, 0, 1, 3), realloc(FIRST, 3, 1, 9), realloc(SECOND, 9, 1, 6)),
                row("latin1-to-utf8", ASCII, 3, realloc(0, 0, 1, 3)),
                row("latin1-to-utf8", LATIN1, 4, realloc(0, 0, 1, 3), realloc(FIRST, 3, 1, 6), realloc(SECOND, 6, 1, 4)),
                row("utf8-to-utf16", ASCII, 3, realloc(0, 0, 2, 6)),
                row("utf8-to-utf16", WIDE, 3, realloc(0, 0, 2, 12), realloc(FIRST, 12, 2, 6)),
                row("latin1-to-utf16", LATIN1, 3, realloc(0, 0, 2, 6)),
                row("utf8-to-latin1", ASCII, 3, realloc(0, 0, 2, 3)),
                row("utf8-to-latin1", LATIN1, 3, realloc(0, 0, 2, 4), realloc(FIRST, 4, 2, 3)),
                row("utf8-to-latin1", WIDE, TAG | 3, realloc(0, 0, 2, 6), realloc(FIRST, 6, 2, 12), realloc(SECOND, 12, 2, 6)),
                row("utf16-to-latin1", LATIN1, 3, realloc(0, 0, 2, 3)),
                row("utf16-to-latin1", WIDE, TAG | 3, realloc(0, 0, 2, 3), realloc(FIRST, 3, 2, 6)));
    }

    @ParameterizedTest
    @MethodSource("transcodings")
    void guestSeesThePrescribedCalls(String way, String text, long units, List<long[]> calls) throws Exception {
        ComponentInstance instance = Guest.instantiate("strings", new Linker());

        assertThat(instance.function("caller", way).call(text)).isEqualTo(units);

        assertThat(logged(instance)).usingRecursiveComparison().isEqualTo(calls);
    }

    private static List<long[]> logged(ComponentInstance instance) {
        List<long[]> log = new ArrayList<>();
        long calls = (Long) Objects.requireNonNull(instance.function(null, "calls").call());
        for (long call = 0; call < calls; call++) {
            long[] fields = new long[4];
            for (int field = 0; field < fields.length; field++) {
                fields[field] = (Long) Objects.requireNonNull(instance.function(null, "logged").call(call, (long) field));
            }
            log.add(fields);
        }
        return log;
    }
}
