package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.ssl.SSLException;

import dev.spinjvm.oci.RegistryException;

/// Tries again what may go well the next time: broken connections, time-outs, 408, 429 and 5xx, with growing pauses, or those that
/// `Retry-After` asks for.
final class Retry {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final String RETRY_AFTER = "Retry-After";

    /// Waits, so that tests need not.
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /// Something that may be done again.
    @FunctionalInterface
    interface Attempt {
        Answer run() throws IOException, InterruptedException;
    }

    private final int attempts;
    private final Duration longest;
    private final Pause pause;
    private final InstantSource clock;

    Retry(RegistryOptions options, Pause pause, InstantSource clock) {
        this.attempts = options.attempts();
        this.longest = options.maxRetryDelay();
        this.pause = pause;
        this.clock = clock;
    }

    /// The first answer that is final. Its status may still be an error.
    ///
    /// @param where names the server in messages
    Answer run(String where, Attempt attempt) {
        for (int number = 1;; number++) {
            try {
                Answer answer = attempt.run();
                if (!isPassing(answer.status()) || number == attempts) {
                    return answer;
                }
                answer.close();
                pause.sleep(pauseAfter(answer, number, where));
            } catch (IOException e) {
                again(where, e, number);
            } catch (InterruptedException _) {
                throw interrupted(where);
            }
        }
    }

    /// Waits before the next attempt after a failure.
    ///
    /// @throws RegistryException.Unavailable if there is none
    void again(String where, IOException problem, int number) {
        if (number >= attempts || isHopeless(problem)) {
            throw Problems.unreachable(where, problem);
        }
        try {
            pause.sleep(growing(number));
        } catch (InterruptedException _) {
            throw interrupted(where);
        }
    }

    static RegistryException interrupted(String where) {
        Thread.currentThread().interrupt();
        return new RegistryException.Unavailable("the transfer with " + where + " was interrupted");
    }

    private static boolean isPassing(int status) {
        return switch (status) {
            case 408, Answer.TOO_MANY_REQUESTS, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    private static boolean isHopeless(IOException problem) {
        return problem instanceof ConnectException || problem instanceof HttpConnectTimeoutException || problem instanceof SSLException;
    }

    private Duration pauseAfter(Answer answer, int number, String where) {
        Duration asked = answer.header(RETRY_AFTER).flatMap(this::retryAfter).orElseGet(() -> growing(number));
        if (asked.compareTo(longest) > 0) {
            throw new RegistryException.Unavailable(where + " answered " + answer.status() + " and asks to come back in "
                    + asked.toSeconds() + " seconds");
        }
        return asked;
    }

    private Optional<Duration> retryAfter(String text) {
        String value = text.strip();
        try {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            Duration until = Duration.between(clock.instant(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// Doubles each time; a random half keeps clients apart that failed together.
    private Duration growing(int number) {
        long full = FIRST_PAUSE.multipliedBy(1L << Math.min(number - 1, 10)).toMillis();
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
