package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.HttpGuest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.io.WasiTrap;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static final Result INVALID_SYNTAX = Result.err(new Variant(0, null));
    private static final Result FORBIDDEN = Result.err(new Variant(1, null));
    private static final Result IMMUTABLE = Result.err(new Variant(2, null));

    private final HttpGuest guest = new HttpGuest();
    private final Fields fields = guest.fields();

    private Object append(String name, String value) {
        return guest.call(Result.class, "[method]fields.append", fields, name, bytes(value));
    }

    @Test
    void namesIgnoreCaseAndOrderIsKept() {
        append("X-B", "1");
        append("x-a", "2");
        append("x-b", "3");

        assertThat(guest.call(Object[].class, "[method]fields.get", fields, "X-b")).containsExactly(bytes("1"), bytes("3"));
        assertThat(guest.call("[method]fields.has", fields, "X-A")).isEqualTo(true);
        assertThat(guest.call("[method]fields.has", fields, "x-c")).isEqualTo(false);
        assertThat(fields).hasToString("x-b: 1, x-a: 2, x-b: 3");
    }

    @Test
    void setReplacesEveryValueAndAnEmptyListRemoves() {
        append("x", "1");
        append("y", "2");
        append("x", "3");

        assertThat(guest.call("[method]fields.set", fields, "X", new Object[]{bytes("4"), bytes("5")})).isEqualTo(Result.OK);
        assertThat(fields).hasToString("y: 2, x: 4, x: 5");
        assertThat(guest.call("[method]fields.set", fields, "x", new Object[0])).isEqualTo(Result.OK);
        assertThat(fields).hasToString("y: 2");
        assertThat(guest.call("[method]fields.delete", fields, "Y")).isEqualTo(Result.OK);
        assertThat(fields.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "ä", "a\n"})
    void aNameMustBeAToken(String name) {
        assertThat(append(name, "v")).isEqualTo(INVALID_SYNTAX);
        assertThat(guest.call("[method]fields.set", fields, name, new Object[]{bytes("v")})).isEqualTo(INVALID_SYNTAX);
        assertThat(guest.call("[method]fields.delete", fields, name)).isEqualTo(INVALID_SYNTAX);
        assertThat(guest.call(Object[].class, "[method]fields.get", fields, name)).isEmpty();
        assertThat(guest.call("[method]fields.has", fields, name)).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb: c", "\n", "\0", "\u007f"})
    void aValueMustNotHoldControlCharacters(String value) {
        assertThat(append("x", value)).isEqualTo(INVALID_SYNTAX);
    }

    @Test
    void aValueMayHoldTabsAndBytesAbove127() {
        assertThat(append("x", "a\tb\u00e4")).isEqualTo(Result.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
        "Transfer-Encoding", "upgrade", "HOST", "http2-settings"})
    void theHostKeepsSomeNamesToItself(String name) {
        assertThat(append(name, "v")).isEqualTo(FORBIDDEN);
        assertThat(guest.call("[method]fields.set", fields, name, new Object[]{bytes("v")})).isEqualTo(FORBIDDEN);
        assertThat(guest.call("[method]fields.delete", fields, name)).isEqualTo(FORBIDDEN);
        assertThat(guest.call("[static]fields.from-list", (Object) new Object[]{new Object[]{name, bytes("v")}})).isEqualTo(FORBIDDEN);
        assertThat(fields.receive(name, "v")).isTrue();
        assertThat(fields.size()).isZero();
    }

    @Test
    void frozenFieldsRefuseChangesAndTheirCloneTakesThem() {
        append("x", "1");
        fields.freeze();

        assertThat(append("x", "2")).isEqualTo(IMMUTABLE);
        assertThat(guest.call("[method]fields.set", fields, "x", new Object[0])).isEqualTo(IMMUTABLE);
        assertThat(guest.call("[method]fields.delete", fields, "x")).isEqualTo(IMMUTABLE);

        Fields clone = guest.call(Fields.class, "[method]fields.clone", fields);
        assertThat(guest.call("[method]fields.append", clone, "x", bytes("2"))).isEqualTo(Result.OK);
        assertThat(clone).hasToString("x: 1, x: 2");
        assertThat(fields).hasToString("x: 1");
    }

    @Test
    void aListMakesMutableFieldsAndEntriesGivesItBack() {
        Object[] list = {new Object[]{"A", bytes("1")}, new Object[]{"b", bytes("2")}, new Object[]{"a", bytes("3")}};
        Fields made = guest.ok(Fields.class, "[static]fields.from-list", (Object) list);

        assertThat(guest.call("[method]fields.append", made, "c", bytes("4"))).isEqualTo(Result.OK);
        Object[] entries = guest.call(Object[].class, "[method]fields.entries", made);
        assertThat(Arrays.deepToString(entries)).isEqualTo("[[a, [49]], [b, [50]], [a, [51]], [c, [52]]]");
    }

    @Test
    void theBudgetIsATrapForTheGuestAndARefusalOfWhatIsReceived() {
        String half = "v".repeat(Fields.MAX_BYTES / 2);
        append("a", half);

        assertThatThrownBy(() -> append("b", half)).isInstanceOf(WasiTrap.class).hasMessageContaining("131072");
        assertThat(fields.receive("b", half)).isFalse();
        assertThat(fields.receive("b", "small")).isTrue();
        guest.call("[method]fields.delete", fields, "a");
        assertThat(append("b", half)).isEqualTo(Result.OK);
    }
}
