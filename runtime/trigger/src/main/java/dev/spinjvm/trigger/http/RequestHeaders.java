package dev.spinjvm.trigger.http;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import dev.spinjvm.wasi.http.Fields;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/// The headers of a request as its guest sees them: the client's, and those about the route. Most guests never ask, so they are
/// only made then. Safe for any thread, since everything it works on is immutable.
///
/// @param received what the client sent; immutable
record RequestHeaders(HttpFields received, RouteMatch match, String fullUrl, String clientAddress) implements Supplier<Fields> {
    /// What the headers about the route take at most beside the texts they repeat.
    private static final int ROUTE_BYTES = 1024;

    /// @throws IllegalArgumentException if the headers are more than a guest can be given
    void checkSize() {
        long most = ROUTE_BYTES + 2L * (fullUrl.length() + match.route().raw().length()) * 3;
        for (String value : match.parameterValues()) {
            most += ROUTE_BYTES + 3L * value.length();
        }
        for (HttpField field : received) {
            String value = field.getValue();
            most += Fields.SURCHARGE + field.getName().length() + (value == null ? 0 : value.length());
        }
        if (most > Fields.MAX_BYTES) {
            get();
        }
    }

    @Override
    public Fields get() {
        var headers = new Fields(received.size() + 8 + match.parameterNames().size());
        boolean fits = true;
        for (HttpField field : received) {
            String name = field.getLowerCaseName();
            if (!SpinHeaders.replaces(name, match)) {
                fits &= headers.receive(name, field.getValue() == null ? "" : field.getValue());
            }
        }
        SpinHeaders.add(match, fullUrl, clientAddress, (name, value) -> headers.receive(name, value.getBytes(StandardCharsets.UTF_8)));
        if (!fits) {
            throw new IllegalArgumentException("the request's headers are larger than " + Fields.MAX_BYTES + " bytes");
        }
        return headers;
    }
}
