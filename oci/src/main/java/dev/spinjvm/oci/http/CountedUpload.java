package dev.spinjvm.oci.http;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/// A request body that tells how many of its bytes went out.
final class CountedUpload implements HttpRequest.BodyPublisher {
    private final HttpRequest.BodyPublisher content;
    private final LongConsumer sent;

    /// @param sent receives the sum at each step, and `-1` when everything has been handed over
    CountedUpload(HttpRequest.BodyPublisher content, LongConsumer sent) {
        this.content = content;
        this.sent = sent;
    }

    @Override
    public long contentLength() {
        return content.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        content.subscribe(new Flow.Subscriber<>() {
            private long sum;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                sum += bytes.remaining();
                sent.accept(sum);
                subscriber.onNext(bytes);
            }

            @Override
            public void onError(Throwable problem) {
                subscriber.onError(problem);
            }

            @Override
            public void onComplete() {
                sent.accept(-1);
                subscriber.onComplete();
            }
        });
    }
}
