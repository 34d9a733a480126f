package dev.spinjvm.host;

import dev.spinjvm.wasi.http.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// Translates between guests and the client.
final class Translation {
    private Translation() {}

    static HttpFields.Mutable toClient(Fields fields) {
        HttpFields.Mutable copy = HttpFields.build(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            copy.add(fields.name(i), fields.text(i));
        }
        return copy;
    }

    /// Null if the fields exceed what a guest may be given.
    static @Nullable Fields toGuest(HttpFields received) {
        Fields fields = new Fields();
        for (HttpField field : received) {
            String value = field.getValue();
            if (!fields.receive(field.getName(), value == null ? "" : value)) {
                return null;
            }
        }
        return fields;
    }

    /// The value of a `content-length` that is known to be a number.
    static long length(String digits) {
        return Long.parseLong(digits);
    }

    /// A path as it may stand in a request: other than ASCII is percent-encoded, as is a percent sign that encodes
    /// nothing; everything else stays.
    static String asciiPath(String path) {
        if (path.chars().allMatch(c -> c < 0x80 && c != '%')) {
            return path;
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        StringBuilder ascii = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            boolean encoding = b == '%' && i + 2 < bytes.length && HexFormat.isHexDigit(bytes[i + 1]) && HexFormat.isHexDigit(bytes[i + 2]);
            if (b < 0 || (b == '%' && !encoding)) {
                ascii.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                ascii.append((char) b);
            }
        }
        return ascii.toString();
    }

    /// As nanoseconds, capped at about 292 years.
    static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }
}
