package dev.spinjvm.trigger;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/// Takes what components print: to files, and to Spin's stderr where a component is followed.
///
/// Thread-safe. Lines are written whole: those of instances that run at the same time never mix, and a last line without its
/// end gets one when its stream is closed.
public final class ComponentLogs implements AutoCloseable {
    private static final int LONGEST_FILE_NAME = 255;

    /// One of the two streams of a component.
    public enum Stream {
        STDOUT("stdout"), STDERR("stderr");

        private final String suffix;

        Stream(String suffix) {
            this.suffix = suffix;
        }
    }

    private record Key(String componentId, Stream stream) {}

    private final LogOptions options;
    private final TriggerConsole console;
    private final Map<Key, Target> targets = new ConcurrentHashMap<>();

    private ComponentLogs(LogOptions options, TriggerConsole console) {
        this.options = options;
        this.console = console;
    }

    /// Makes the directory and empties old files if so asked, and tells the user where the logs are.
    ///
    /// @throws TriggerException if a followed component does not exist or the directory cannot be made
    public static ComponentLogs open(LogOptions options, Collection<String> componentIds, TriggerConsole console) {
        options.follow().validate(componentIds);
        options.directory().ifPresent(directory -> {
            try {
                Files.createDirectories(directory);
                if (options.truncate()) {
                    truncate(directory);
                }
            } catch (IOException e) {
                throw new TriggerException("Failed to create log dir \"" + directory + "\"", e);
            }
            console.info("Logging component stdio to \"" + directory + File.separator + "\"");
        });
        return new ComponentLogs(options, console);
    }

    /// A stream for one instance, used by one thread at a time. Its last line is written when it is closed.
    public OutputStream stream(String componentId, Stream stream) {
        return new LineStream(targets.computeIfAbsent(new Key(componentId, stream), this::target));
    }

    /// Closes the files. Streams must not be used any more.
    @Override
    public void close() {
        targets.values().forEach(Target::close);
    }

    private Target target(Key key) {
        Path file = options.directory().map(directory -> directory.resolve(sanitize(key.componentId, key.stream))).orElse(null);
        boolean shown = file == null || options.follow().follows(key.componentId);
        return new Target(file, shown ? console : null, console, options.prefix() ? key.componentId : null);
    }

    private static void truncate(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*{stdout,stderr}.txt")) {
            for (Path file : files) {
                Files.newOutputStream(file).close();
            }
        }
    }

    /// The file name for a component: without what no file system can have in a name.
    static String sanitize(String componentId, Stream stream) {
        String name = componentId.replaceAll("[/?<>\\\\:*|\"\\p{Cntrl}]", "");
        String safe = name.chars().allMatch(c -> c == '.') ? "" : name;
        String cut = safe;
        while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST_FILE_NAME - 16) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + "_" + stream.suffix + ".txt";
    }

    /// Where whole lines of one stream of one component go. The file is opened by the first of them.
    private static final class Target {
        private final @Nullable Path path;
        private final @Nullable TriggerConsole shown;
        private final TriggerConsole console;
        private final @Nullable String prefix;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable OutputStream file;

        Target(@Nullable Path path, @Nullable TriggerConsole shown, TriggerConsole console, @Nullable String prefix) {
            this.path = path;
            this.shown = shown;
            this.console = console;
            this.prefix = prefix;
        }

        void write(byte[] bytes, int offset, int length) throws IOException {
            byte[] out = bytes;
            int from = offset;
            int count = length;
            if (prefix != null) {
                out = prefixed(bytes, offset, length, prefix);
                from = 0;
                count = out.length;
            }
            if (path != null) {
                lock.lock();
                try {
                    OutputStream open = file;
                    if (open == null) {
                        // Not a channel: the thread of a guest that is being ended is interrupted, which would close a channel for all.
                        open = new FileOutputStream(path.toFile(), true);
                        file = open;
                    }
                    open.write(out, from, count);
                } finally {
                    lock.unlock();
                }
            }
            if (shown != null) {
                shown.write(out, from, count);
            }
        }

        void close() {
            lock.lock();
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                file = null;
                lock.unlock();
            }
        }

        private byte[] prefixed(byte[] bytes, int offset, int length, String componentId) {
            String head = console.clock().instant().truncatedTo(ChronoUnit.MILLIS) + " [" + componentId + "] ";
            String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
            String latin = new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            var out = new StringBuilder(length + 2 * latin.length());
            text.lines().forEach(line -> out.append(latin).append(line).append('\n'));
            return out.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /// Keeps the beginning of a line until its end is there.
    private static final class LineStream extends OutputStream {
        private static final int LONGEST_LINE = 64 * 1024;

        private final Target target;
        private byte[] pending = {};
        private int size;

        LineStream(Target target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            while (end > offset && bytes[end - 1] != '\n') {
                end--;
            }
            if (size == 0 && end > offset) {
                target.write(bytes, offset, end - offset);
            } else if (end > offset) {
                keep(bytes, offset, end - offset);
                target.write(pending, 0, size);
                size = 0;
            }
            keep(bytes, end, offset + length - end);
            if (size >= LONGEST_LINE) {
                endLine();
            }
        }

        @Override
        public void close() throws IOException {
            if (size > 0) {
                endLine();
            }
        }

        private void endLine() throws IOException {
            keep(new byte[]{'\n'}, 0, 1);
            target.write(pending, 0, size);
            size = 0;
        }

        private void keep(byte[] bytes, int offset, int length) {
            if (size + length > pending.length) {
                pending = java.util.Arrays.copyOf(pending, Math.max(256, 2 * (size + length)));
            }
            System.arraycopy(bytes, offset, pending, size, length);
            size += length;
        }
    }
}
