package dev.spinjvm.wasi.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The resource `fields` of `wasi:http/types`: HTTP headers or trailers. Names are case-insensitive and kept in lower
/// case; values are bytes; the order of insertion is kept. Mutable until frozen. Not thread-safe while mutable.
public final class Fields {
    /// What all names and values of one collection may measure together, in bytes, each field counted with a fixed
    /// surcharge for what it costs to keep.
    public static final int MAX_BYTES = 128 * 1024;

    /// What each field counts beside its name and value.
    public static final int SURCHARGE = 32;

    private static final Set<String> FORBIDDEN = Set.of("connection", "keep-alive", "proxy-authenticate", "proxy-authorization",
            "proxy-connection", "transfer-encoding", "upgrade", "host", "http2-settings");

    private @Nullable String[] names;
    private byte[] @Nullable [] values;
    private int size;
    private int bytes;
    private boolean immutable;

    /// An empty, mutable collection.
    public Fields() {
        this(8);
    }

    /// An empty, mutable collection with room for so many fields.
    public Fields(int capacity) {
        names = new String[Math.max(4, capacity)];
        values = new byte[names.length][];
    }

    /// Takes a field of a message that came over the network: a forbidden or malformed one is left out silently.
    ///
    /// @return whether the budget of [#MAX_BYTES] still holds; if not, the field is left out
    public boolean receive(String name, byte[] value) {
        String key = lower(name);
        if (isForbidden(key) || !isName(key) || !isValue(value)) {
            return true;
        }
        if (!fits(key, value.length)) {
            return false;
        }
        put(key, value);
        return true;
    }

    /// As [#receive(String,byte\[\])], with the value in ISO 8859-1.
    public boolean receive(String name, String value) {
        return receive(name, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Ends mutability; changing a frozen collection is `header-error.immutable`.
    public Fields freeze() {
        immutable = true;
        return this;
    }

    public boolean isImmutable() {
        return immutable;
    }

    /// The number of fields, counting each value of a repeated name.
    public int size() {
        return size;
    }

    /// The name of field `index`, in lower case.
    public String name(int index) {
        return some(names[index]);
    }

    /// The value of field `index`; not to be modified.
    public byte[] value(int index) {
        return some(values[index]);
    }

    /// The value of field `index` in ISO 8859-1, which keeps every byte.
    public String text(int index) {
        return new String(value(index), StandardCharsets.ISO_8859_1);
    }

    /// The index of the first field named `lowerCaseName` at or after `from`, or -1.
    public int indexOf(String lowerCaseName, int from) {
        for (int i = from; i < size; i++) {
            if (lowerCaseName.equals(names[i])) {
                return i;
            }
        }
        return -1;
    }

    /// A mutable copy.
    Fields copy() {
        Fields copy = new Fields(Math.max(size, 4));
        System.arraycopy(names, 0, copy.names, 0, size);
        System.arraycopy(values, 0, copy.values, 0, size);
        copy.size = size;
        copy.bytes = bytes;
        return copy;
    }

    /// Whether a field of this length keeps the whole within [#MAX_BYTES].
    boolean fits(String name, int valueLength) {
        return (long) bytes + SURCHARGE + name.length() + valueLength <= MAX_BYTES;
    }

    /// Adds a field whose name is valid, in lower case and permitted, and whose value is valid.
    void put(String name, byte[] value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        names[size] = name;
        values[size] = value;
        size++;
        bytes += SURCHARGE + name.length() + value.length;
    }

    /// Removes every field of that name.
    void remove(String lowerCaseName) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            String name = some(names[i]);
            byte[] value = some(values[i]);
            if (name.equals(lowerCaseName)) {
                bytes -= SURCHARGE + name.length() + value.length;
            } else {
                names[kept] = name;
                values[kept] = value;
                kept++;
            }
        }
        Arrays.fill(names, kept, size, null);
        Arrays.fill(values, kept, size, null);
        size = kept;
    }

    static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'A' && c <= 'Z') || c >= 0x80) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    /// Names that the host manages itself.
    static boolean isForbidden(String lowerCaseName) {
        return FORBIDDEN.contains(lowerCaseName);
    }

    /// RFC 9110, 5.6.2: a token.
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenChar(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /// RFC 9110, 5.5: visible characters, space, tab and bytes above 127.
    static boolean isValue(byte[] value) {
        for (byte b : value) {
            if ((b >= 0 && b < 0x20 && b != '\t') || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static <T> T some(@Nullable T value) {
        if (value == null) {
            throw new IndexOutOfBoundsException();
        }
        return value;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ").append(name(i)).append(": ").append(text(i));
        }
        return text.toString();
    }
}
