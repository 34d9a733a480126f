package dev.spinjvm.wasi.filesystem;

import static dev.spinjvm.wasi.filesystem.Flags.any;

import dev.spinjvm.wasi.filesystem.PathWalk.Found;
import dev.spinjvm.wasi.filesystem.PathWalk.Last;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A descriptor of a directory: the root of what its paths can reach.
final class DirectoryDescriptor extends Descriptor {
    private final OpenObjects objects;
    private final Opener opener;
    private @Nullable Directory opened;

    /// Opens the directory when it is first used: many guests never touch the directories they are given.
    @FunctionalInterface
    interface Opener {
        Directory open() throws FilesystemException;
    }

    DirectoryDescriptor(boolean mutable, OpenObjects objects, Opener opener) {
        super(mutable);
        this.objects = objects;
        this.opener = opener;
    }

    private Directory directory() throws FilesystemException {
        Directory directory = opened;
        if (directory == null) {
            directory = opener.open();
            opened = directory;
        }
        return directory;
    }

    @Override
    int flags() {
        return mutable() ? Flags.READ | Flags.MUTATE_DIRECTORY : Flags.READ;
    }

    @Override
    Stat stat() throws FilesystemException {
        return directory().stat();
    }

    @Override
    void setTimes(Timestamps times) throws FilesystemException {
        requireMutable();
        directory().setTimes(null, times.accessed(), times.modified());
    }

    /// Java cannot synchronise a directory; what is in it reaches the disk when the host sees fit.
    @Override
    void sync(boolean metadata) throws FilesystemException {
        directory();
    }

    DirectoryEntries entries() throws FilesystemException {
        return new DirectoryEntries(objects, directory().retain());
    }

    /// What is done where a path leads.
    @FunctionalInterface
    private interface At<T> {
        T apply(Found found) throws FilesystemException;
    }

    private <T> T at(String path, Last last, At<T> action) throws FilesystemException {
        Found found = PathWalk.resolve(directory(), path, last);
        try {
            Preopen.File file = found.directory().hostFile(found.name());
            if (file == null) {
                return action.apply(found);
            }
            if (last == Last.NAME) {
                // The name of a file that whoever runs the guest put there is not the guest's to change.
                throw new FilesystemException(ErrorCode.BUSY);
            }
            Found there = found.inHost(objects, file);
            try {
                return action.apply(there);
            } finally {
                there.directory().release();
            }
        } finally {
            found.directory().release();
        }
    }

    /// @throws FilesystemException unless something may be changed here, even if it is just a file of the host
    private void requireSomeMutable() throws FilesystemException {
        if (!mutable() && !directory().hasHostFiles()) {
            requireMutable();
        }
    }

    private boolean mutable(Found found) {
        return found.writable() == null ? mutable() : found.writable();
    }

    private void requireMutable(Found found) throws FilesystemException {
        if (!mutable(found)) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
    }

    private static Last last(int pathFlags) {
        return any(pathFlags, Flags.PATH_SYMLINK_FOLLOW) ? Last.FOLLOW : Last.KEEP;
    }

    Stat statAt(int pathFlags, String path) throws FilesystemException {
        return at(path, last(pathFlags), found -> {
            Stat stat = found.name() == null ? found.directory().stat() : found.directory().stat(found.name());
            requireDirectoryIfSlash(found, stat.type());
            return stat;
        });
    }

    void setTimesAt(int pathFlags, String path, Timestamps times) throws FilesystemException {
        requireSomeMutable();
        at(path, last(pathFlags), found -> {
            requireMutable(found);
            found.directory().setTimes(found.name(), times.accessed(), times.modified());
            return true;
        });
    }

    private static void requireDirectoryIfSlash(Found found, Stat.@Nullable Type type) throws FilesystemException {
        if (found.mustBeDirectory() && type != null && type != Stat.Type.DIRECTORY) {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
    }

    /// `open-at`; its checks come in the order in which wasmtime makes them, because guests see which error wins.
    Descriptor openAt(int pathFlags, String path, int openFlags, int flags) throws FilesystemException {
        boolean writes = any(flags, Flags.WRITE) || any(openFlags, Flags.OPEN_CREATE | Flags.OPEN_TRUNCATE);
        if (any(flags, Flags.REQUESTED_WRITE_SYNC)) {
            throw new FilesystemException(ErrorCode.UNSUPPORTED);
        }
        if (any(openFlags, Flags.OPEN_DIRECTORY)
                && any(openFlags, Flags.OPEN_CREATE | Flags.OPEN_EXCLUSIVE | Flags.OPEN_TRUNCATE)) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
        if (writes) {
            requireSomeMutable();
        }
        boolean exclusive = any(openFlags, Flags.OPEN_CREATE) && any(openFlags, Flags.OPEN_EXCLUSIVE);
        return at(path, exclusive ? Last.NAME : last(pathFlags), found -> open(found, openFlags, flags, writes));
    }

    private Descriptor open(Found found, int openFlags, int flags, boolean writes) throws FilesystemException {
        if (writes) {
            requireMutable(found);
        }
        boolean create = any(openFlags, Flags.OPEN_CREATE);
        String name = found.name();
        Stat.Type type = name == null ? Stat.Type.DIRECTORY : found.directory().type(name);
        if (type != null && create && any(openFlags, Flags.OPEN_EXCLUSIVE)) {
            throw new FilesystemException(ErrorCode.EXIST);
        }
        if (type == Stat.Type.SYMBOLIC_LINK) {
            throw new FilesystemException(ErrorCode.LOOP);
        }
        if (type == Stat.Type.DIRECTORY || type == null && found.mustBeDirectory()) {
            if (type == null && !create) {
                throw new FilesystemException(ErrorCode.NO_ENTRY);
            }
            if (writes) {
                throw new FilesystemException(ErrorCode.IS_DIRECTORY);
            }
            Directory child = name == null ? found.directory().retain() : found.directory().openDirectory(name);
            DirectoryDescriptor descriptor = new DirectoryDescriptor(mutable(), objects, () -> child);
            descriptor.opened = child;
            return descriptor;
        }
        if (type != null && any(openFlags, Flags.OPEN_DIRECTORY)) {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
        requireDirectoryIfSlash(found, type);
        if (type == Stat.Type.UNKNOWN) {
            // Opening a pipe or a device could block for ever or do things to the host.
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        return openFile(found, Objects.requireNonNull(name), openFlags, flags, writes);
    }

    private Descriptor openFile(Found found, String name, int openFlags, int flags, boolean writes) throws FilesystemException {
        Directory directory = found.directory();
        int mode = flags | (writes ? Flags.WRITE : 0) | (any(flags, Flags.WRITE) ? 0 : Flags.READ);
        FileChannel channel = directory.openFile(name, options(openFlags, mode));
        OpenFile file = new OpenFile(objects, channel);
        try {
            return new FileDescriptor(mutable(found), file, mode & ~Flags.MUTATE_DIRECTORY, directory.retain(), name, directory.stat(name));
        } catch (FilesystemException e) {
            file.release();
            directory.release();
            throw e;
        }
    }

    private static Set<OpenOption> options(int openFlags, int mode) {
        Set<OpenOption> options = new HashSet<>();
        options.add(LinkOption.NOFOLLOW_LINKS);
        add(options, any(mode, Flags.READ), StandardOpenOption.READ);
        add(options, any(mode, Flags.WRITE), StandardOpenOption.WRITE);
        add(options, any(mode, Flags.FILE_INTEGRITY_SYNC), StandardOpenOption.SYNC);
        add(options, any(mode, Flags.DATA_INTEGRITY_SYNC), StandardOpenOption.DSYNC);
        add(options, any(openFlags, Flags.OPEN_TRUNCATE), StandardOpenOption.TRUNCATE_EXISTING);
        boolean create = any(openFlags, Flags.OPEN_CREATE);
        boolean exclusive = any(openFlags, Flags.OPEN_EXCLUSIVE);
        add(options, create && exclusive, StandardOpenOption.CREATE_NEW);
        add(options, create && !exclusive, StandardOpenOption.CREATE);
        return options;
    }

    private static void add(Set<OpenOption> options, boolean wanted, OpenOption option) {
        if (wanted) {
            options.add(option);
        }
    }

    void createDirectoryAt(String path) throws FilesystemException {
        requireMutable();
        at(path, Last.NAME, found -> {
            found.directory().createDirectory(named(found, ErrorCode.EXIST));
            return true;
        });
    }

    void removeDirectoryAt(String path) throws FilesystemException {
        requireMutable();
        at(path, Last.NAME, found -> {
            found.directory().deleteDirectory(named(found, ErrorCode.INVALID));
            return true;
        });
    }

    void unlinkFileAt(String path) throws FilesystemException {
        requireMutable();
        at(path, Last.NAME, found -> {
            String name = named(found, ErrorCode.IS_DIRECTORY);
            Stat.Type type = found.directory().type(name);
            if (type == Stat.Type.DIRECTORY) {
                throw new FilesystemException(ErrorCode.IS_DIRECTORY);
            }
            requireDirectoryIfSlash(found, type);
            found.directory().deleteFile(name);
            return true;
        });
    }

    String readLinkAt(String path) throws FilesystemException {
        return at(path, Last.KEEP, found -> {
            String target = found.directory().readLink(named(found, ErrorCode.INVALID));
            if (target.startsWith("/")) {
                // It would tell the guest of the host's own directories.
                throw new FilesystemException(ErrorCode.NOT_PERMITTED);
            }
            return target;
        });
    }

    void symlinkAt(String target, String path) throws FilesystemException {
        requireMutable();
        if (target.startsWith("/")) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        if (target.isEmpty()) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        at(path, Last.NAME, found -> {
            String name = named(found, ErrorCode.EXIST);
            if (found.mustBeDirectory()) {
                throw new FilesystemException(found.directory().type(name) == null ? ErrorCode.NO_ENTRY : ErrorCode.EXIST);
            }
            found.directory().createSymbolicLink(name, target);
            return true;
        });
    }

    void linkAt(int pathFlags, String path, DirectoryDescriptor target, String newPath) throws FilesystemException {
        requireMutable();
        target.requireMutable();
        if (any(pathFlags, Flags.PATH_SYMLINK_FOLLOW)) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
        at(path, Last.NAME, from -> target.at(newPath, Last.NAME, to -> {
            String existing = named(from, ErrorCode.NOT_PERMITTED);
            requireDirectoryIfSlash(from, from.directory().type(existing));
            String name = named(to, ErrorCode.EXIST);
            if (to.mustBeDirectory() && to.directory().type(name) == null) {
                throw new FilesystemException(ErrorCode.NO_ENTRY);
            }
            to.directory().createLink(name, from.directory(), existing);
            return true;
        }));
    }

    void renameAt(String path, DirectoryDescriptor target, String newPath) throws FilesystemException {
        requireMutable();
        target.requireMutable();
        at(path, Last.NAME, from -> target.at(newPath, Last.NAME, to -> {
            String name = named(from, ErrorCode.BUSY);
            String newName = named(to, ErrorCode.BUSY);
            Stat.Type type = from.directory().type(name);
            requireDirectoryIfSlash(from, type);
            requireDirectoryIfSlash(to, type);
            from.directory().move(name, to.directory(), newName);
            return true;
        }));
    }

    private static String named(Found found, ErrorCode otherwise) throws FilesystemException {
        String name = found.name();
        if (name == null) {
            throw new FilesystemException(otherwise);
        }
        return name;
    }

    @Override
    protected void dropped() {
        if (opened != null) {
            opened.release();
            opened = null;
        }
    }
}
