package dev.spinjvm.wasi.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The resource `request-options`. Durations are nanoseconds as u64.
final class RequestOptions {
    private static final OutgoingHttp.Options DEFAULT = OutgoingHttp.Options.DEFAULT;

    @Nullable
    Long connectTimeout;

    @Nullable
    Long firstByteTimeout;

    @Nullable
    Long betweenBytesTimeout;

    OutgoingHttp.Options toOptions() {
        return new OutgoingHttp.Options(duration(connectTimeout, DEFAULT.connectTimeout()),
                duration(firstByteTimeout, DEFAULT.firstByteTimeout()), duration(betweenBytesTimeout, DEFAULT.betweenBytesTimeout()));
    }

    private static Duration duration(@Nullable Long nanos, Duration otherwise) {
        if (nanos == null) {
            return otherwise;
        }
        return Duration.ofNanos(nanos < 0 ? Long.MAX_VALUE : nanos);
    }
}
