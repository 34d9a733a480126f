package dev.spinjvm.wasi.filesystem;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.clocks.Clocks;
import dev.spinjvm.wasi.io.InputStream;
import dev.spinjvm.wasi.io.IoError;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bodies of the functions of `wasi:filesystem`, by their component-model names.
public final class FilesystemHost {
    private FilesystemHost() {}

    /// `wasi:filesystem/preopens`.
    public static Map<String, HostFunction> preopens() {
        return Map.of("get-directories", (store, args) -> store.state(Filesystem.class).directories());
    }

    /// `wasi:filesystem/types`.
    public static Map<String, HostFunction> types() {
        Map<String, HostFunction> bodies = new HashMap<>();
        files(bodies);
        anyDescriptor(bodies);
        directories(bodies);
        bodies.put("[method]directory-entry-stream.read-directory-entry",
                body((store, args) -> arg(args, 0, DirectoryEntries.class).next()));
        bodies.put("filesystem-error-code",
                (store, args) -> arg(args, 0, IoError.class).detail() instanceof ErrorCode code ? code.ordinal() : null);
        return bodies;
    }

    @FunctionalInterface
    private interface Body {
        @Nullable
        Object call(Store store, @Nullable Object[] args) throws FilesystemException;
    }

    private static HostFunction body(Body body) {
        return (store, args) -> {
            try {
                return Result.ok(body.call(store, args));
            } catch (FilesystemException e) {
                return Result.err(e.code().ordinal());
            }
        };
    }

    private static void method(Map<String, HostFunction> bodies, String name, Body body) {
        bodies.put("[method]descriptor." + name, body(body));
    }

    private static void files(Map<String, HostFunction> bodies) {
        method(bodies, "read-via-stream", (store, args) -> {
            OpenFile file = file(args).readable();
            long offset = offset(args, 1);
            return new FileInputStream(file.retain(), offset);
        });
        method(bodies, "write-via-stream", (store, args) -> {
            OpenFile file = file(args).writable();
            long offset = offset(args, 1);
            return FileOutputStream.at(file.retain(), offset);
        });
        method(bodies, "append-via-stream", (store, args) -> FileOutputStream.append(file(args).writable().retain()));
        method(bodies, "advise", (store, args) -> {
            // A hint, for which Java has no use; what it must not do is succeed on a directory.
            file(args);
            return null;
        });
        method(bodies, "set-size", (store, args) -> {
            file(args).requireMutable();
            file(args).writable().setSize(offset(args, 1));
            return null;
        });
        method(bodies, "read", (store, args) -> read(file(args).readable(), arg(args, 1, Long.class), offset(args, 2)));
        method(bodies, "write", (store, args) -> {
            file(args).requireMutable();
            byte[] bytes = arg(args, 1, byte[].class);
            file(args).writable().write(bytes, offset(args, 2));
            return (long) bytes.length;
        });
    }

    private static Object read(OpenFile file, long length, long offset) throws FilesystemException {
        int max = length < 0 ? InputStream.MAX_READ : (int) Math.min(length, InputStream.MAX_READ);
        byte[] bytes = file.read(max, offset);
        boolean end = bytes.length == 0 && (max > 0 || offset >= file.size());
        return new Object[]{bytes, end};
    }

    private static void anyDescriptor(Map<String, HostFunction> bodies) {
        method(bodies, "get-flags", (store, args) -> descriptor(args).flags());
        method(bodies, "get-type", (store, args) -> (descriptor(args) instanceof FileDescriptor
                ? Stat.Type.REGULAR_FILE
                : Stat.Type.DIRECTORY).ordinal());
        method(bodies, "stat", (store, args) -> descriptor(args).stat().toRecord());
        method(bodies, "metadata-hash", (store, args) -> descriptor(args).stat().hash());
        method(bodies, "set-times", (store, args) -> {
            descriptor(args).setTimes(Timestamps.of(args[1], args[2], store.state(Clocks.class).wall()));
            return null;
        });
        method(bodies, "sync-data", (store, args) -> {
            descriptor(args).sync(false);
            return null;
        });
        method(bodies, "sync", (store, args) -> {
            descriptor(args).sync(true);
            return null;
        });
        bodies.put("[method]descriptor.is-same-object",
                (store, args) -> same(descriptor(args), arg(args, 1, Descriptor.class)));
    }

    private static boolean same(Descriptor one, Descriptor other) {
        try {
            Object key = one.stat().key();
            return one == other || key != null && key.equals(other.stat().key());
        } catch (FilesystemException e) {
            return one == other;
        }
    }

    private static void directories(Map<String, HostFunction> bodies) {
        method(bodies, "read-directory", (store, args) -> directory(args, 0).entries());
        method(bodies, "create-directory-at", (store, args) -> {
            directory(args, 0).createDirectoryAt(path(args, 1));
            return null;
        });
        method(bodies, "stat-at", (store, args) -> directory(args, 0).statAt(flags(args, 1), path(args, 2)).toRecord());
        method(bodies, "metadata-hash-at", (store, args) -> directory(args, 0).statAt(flags(args, 1), path(args, 2)).hash());
        method(bodies, "set-times-at", (store, args) -> {
            Timestamps times = Timestamps.of(args[3], args[4], store.state(Clocks.class).wall());
            directory(args, 0).setTimesAt(flags(args, 1), path(args, 2), times);
            return null;
        });
        method(bodies, "link-at", (store, args) -> {
            directory(args, 0).linkAt(flags(args, 1), path(args, 2), directory(args, 3), path(args, 4));
            return null;
        });
        method(bodies, "open-at",
                (store, args) -> directory(args, 0).openAt(flags(args, 1), path(args, 2), flags(args, 3), flags(args, 4)));
        method(bodies, "readlink-at", (store, args) -> directory(args, 0).readLinkAt(path(args, 1)));
        method(bodies, "remove-directory-at", (store, args) -> {
            directory(args, 0).removeDirectoryAt(path(args, 1));
            return null;
        });
        method(bodies, "rename-at", (store, args) -> {
            directory(args, 0).renameAt(path(args, 1), directory(args, 2), path(args, 3));
            return null;
        });
        method(bodies, "symlink-at", (store, args) -> {
            directory(args, 0).symlinkAt(path(args, 1), path(args, 2));
            return null;
        });
        method(bodies, "unlink-file-at", (store, args) -> {
            directory(args, 0).unlinkFileAt(path(args, 1));
            return null;
        });
    }

    private static Descriptor descriptor(@Nullable Object[] args) {
        return arg(args, 0, Descriptor.class);
    }

    private static FileDescriptor file(@Nullable Object[] args) throws FilesystemException {
        return switch (descriptor(args)) {
            case FileDescriptor file -> file;
            case DirectoryDescriptor directory -> throw new FilesystemException(ErrorCode.BAD_DESCRIPTOR);
        };
    }

    private static DirectoryDescriptor directory(@Nullable Object[] args, int index) throws FilesystemException {
        return switch (arg(args, index, Descriptor.class)) {
            case DirectoryDescriptor directory -> directory;
            case FileDescriptor file -> throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        };
    }

    private static String path(@Nullable Object[] args, int index) {
        return arg(args, index, String.class);
    }

    private static int flags(@Nullable Object[] args, int index) {
        return arg(args, index, Integer.class);
    }

    /// A `filesize`, which the host's own files cannot pass 2^63 either.
    private static long offset(@Nullable Object[] args, int index) throws FilesystemException {
        long offset = arg(args, index, Long.class);
        if (offset < 0) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
        return offset;
    }

    private static <T> T arg(@Nullable Object[] args, int index, Class<T> type) {
        return Objects.requireNonNull(type.cast(args[index]));
    }
}
