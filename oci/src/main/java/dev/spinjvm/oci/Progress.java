package dev.spinjvm.oci;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// How far a transfer is: a tree whose leaves are single blobs. Data only; drawing it is somebody else's work.
///
/// Safe for use by several threads.
public final class Progress {
    private final String name;
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private final List<Progress> children = new CopyOnWriteArrayList<>();
    private volatile boolean finished;

    private Progress(String name, long total) {
        this.name = name;
        this.total = total;
    }

    /// The progress of something made of parts.
    public static Progress of(String name) {
        return new Progress(name, 0);
    }

    /// A new part.
    ///
    /// @param bytes how many it has in all
    public Progress part(String part, long bytes) {
        var child = new Progress(part, bytes);
        children.add(child);
        return child;
    }

    /// Some more bytes are through.
    public void advance(long bytes) {
        done.addAndGet(bytes);
    }

    /// So many bytes are through; less than before after a restart.
    public void at(long bytes) {
        done.set(bytes);
    }

    /// Everything is through, or was there already.
    public void finish() {
        done.set(total);
        finished = true;
    }

    /// The state at this moment, the sums of the parts included.
    public Snapshot snapshot() {
        List<Snapshot> parts = children.stream().map(Progress::snapshot).toList();
        long partsDone = parts.stream().mapToLong(Snapshot::done).sum();
        long partsTotal = parts.stream().mapToLong(Snapshot::total).sum();
        boolean complete = parts.isEmpty() ? finished : parts.stream().allMatch(Snapshot::finished);
        return new Snapshot(name, done.get() + partsDone, total + partsTotal, complete, parts);
    }

    /// The state at one moment.
    ///
    /// @param done bytes
    /// @param total bytes
    public record Snapshot(String name, long done, long total, boolean finished, List<Snapshot> parts) {}
}
