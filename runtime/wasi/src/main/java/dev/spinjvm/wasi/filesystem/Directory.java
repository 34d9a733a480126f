package dev.spinjvm.wasi.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An open directory, and the operations on the names directly in it. None of them ever follows a symbolic link; where
/// that is wanted, [PathWalk] expands links itself.
///
/// Where the platform has them, operations relative to the open directory are used, which cannot be led astray by
/// somebody who renames things meanwhile. For the rest (making directories and links, reading links) Java knows only
/// paths: they are used after a look that the path still means this directory.
///
/// Counts its users and closes itself with the last one.
final class Directory {
    private static final String UNIX = "unix:mode,nlink,ctime,fileKey";

    private final OpenObjects objects;
    private final Path path;
    private final @Nullable SecureDirectoryStream<Path> secure;
    /// By their paths from here.
    private final Map<String, Preopen.File> files;
    private int users = 1;

    private Directory(OpenObjects objects, Path path, @Nullable SecureDirectoryStream<Path> secure, Map<String, Preopen.File> files) {
        this.objects = objects;
        this.path = path;
        this.secure = secure;
        this.files = files;
    }

    /// Opens a directory that the host trusts, by whatever links its path has.
    ///
    /// @param files see [Preopen]
    @SuppressWarnings("StreamResourceLeak") // closed by the last release, or with the store
    static Directory root(OpenObjects objects, Path path, Map<String, Preopen.File> files) throws FilesystemException {
        try {
            Path real = path.toRealPath();
            return of(objects, real, Files.newDirectoryStream(real), files);
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    private static Directory of(OpenObjects objects, Path path, DirectoryStream<Path> stream, Map<String, Preopen.File> files)
            throws IOException, FilesystemException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Directory(objects, path, objects.add(secure), files);
        }
        stream.close();
        return new Directory(objects, path, null, files);
    }

    /// Whether files of the host stand for some below this directory.
    boolean hasHostFiles() {
        return !files.isEmpty();
    }

    /// The file of the host that stands for `name`.
    Preopen.@Nullable File hostFile(@Nullable String name) {
        return name == null ? null : files.get(name);
    }

    private Map<String, Preopen.File> below(String name) {
        if (files.isEmpty()) {
            return files;
        }
        Map<String, Preopen.File> below = new HashMap<>();
        String prefix = name + "/";
        files.forEach((file, host) -> {
            if (file.startsWith(prefix)) {
                below.put(file.substring(prefix.length()), host);
            }
        });
        return below;
    }

    Directory retain() {
        users++;
        return this;
    }

    void release() {
        if (--users == 0 && secure != null) {
            objects.close(secure);
        }
    }

    /// The attributes of this directory.
    Stat stat() throws FilesystemException {
        try {
            BasicFileAttributes basic = secure == null
                    ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    : secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
            return Stat.of(basic, unix(path, basic.fileKey()));
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    /// The attributes of `name`.
    ///
    /// @throws FilesystemException also if there is no such name
    Stat stat(String name) throws FilesystemException {
        Path entry = entry(name);
        try {
            BasicFileAttributes basic = view(entry).readAttributes();
            return Stat.of(basic, unix(path.resolve(entry), basic.fileKey()));
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    /// The type of `name`, or null if there is no such name.
    Stat.@Nullable Type type(String name) throws FilesystemException {
        try {
            return Stat.type(view(entry(name)).readAttributes());
        } catch (IOException e) {
            FilesystemException error = FilesystemException.of(e);
            if (error.code() == ErrorCode.NO_ENTRY) {
                return null;
            }
            throw error;
        }
    }

    /// Sets times; null leaves one as it is.
    void setTimes(@Nullable String name, @Nullable FileTime accessed, @Nullable FileTime modified) throws FilesystemException {
        try {
            BasicFileAttributeView view = name != null
                    ? view(entry(name))
                    : secure != null
                            ? secure.getFileAttributeView(BasicFileAttributeView.class)
                            : Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setTimes(modified, accessed, null);
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    private BasicFileAttributeView view(Path entry) {
        return secure != null
                ? secure.getFileAttributeView(entry, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : Files.getFileAttributeView(path.resolve(entry), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /// What only a path can ask for, if the path still leads to the object of this key; none otherwise.
    private static Map<String, Object> unix(Path path, @Nullable Object key) {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
            return Objects.equals(attributes.get("fileKey"), key) ? attributes : Map.of();
        } catch (IOException | UnsupportedOperationException e) {
            return Map.of();
        }
    }

    Directory openDirectory(String name) throws FilesystemException {
        Path entry = entry(name);
        Path child = path.resolve(entry);
        try {
            if (secure != null) {
                return of(objects, child, secure.newDirectoryStream(entry, LinkOption.NOFOLLOW_LINKS), below(name));
            }
            if (!Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(name);
            }
            return new Directory(objects, child, null, below(name));
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    FileChannel openFile(String name, Set<? extends OpenOption> options) throws FilesystemException {
        Path entry = entry(name);
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        try {
            if (secure == null) {
                return objects.add(FileChannel.open(path.resolve(entry), all));
            }
            return objects.add((FileChannel) secure.newByteChannel(entry, all));
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    /// The names in this directory, without `.` and `..`, in the order of the file system.
    @SuppressWarnings("StreamResourceLeak") // closed by the caller, or with the store
    DirectoryStream<Path> list() throws FilesystemException {
        try {
            return objects.add(secure == null
                    ? Files.newDirectoryStream(path)
                    : secure.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void deleteFile(String name) throws FilesystemException {
        Path entry = entry(name);
        try {
            if (secure != null) {
                secure.deleteFile(entry);
            } else if (type(name) == Stat.Type.DIRECTORY) {
                throw new FilesystemException(ErrorCode.IS_DIRECTORY);
            } else {
                Files.delete(path.resolve(entry));
            }
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void deleteDirectory(String name) throws FilesystemException {
        Path entry = entry(name);
        Stat.Type type = type(name);
        if (type != null && type != Stat.Type.DIRECTORY) {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
        try {
            if (secure != null) {
                secure.deleteDirectory(entry);
            } else {
                Files.delete(path.resolve(entry));
            }
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void move(String name, Directory target, String newName) throws FilesystemException {
        Path entry = entry(name);
        Path newEntry = entry(newName);
        try {
            if (secure != null && target.secure != null) {
                secure.move(entry, target.secure, newEntry);
            } else {
                Files.move(path.resolve(entry), target.path.resolve(newEntry), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    String readLink(String name) throws FilesystemException {
        try {
            return Files.readSymbolicLink(verified(name)).toString();
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void createDirectory(String name) throws FilesystemException {
        try {
            Files.createDirectory(verified(name));
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void createSymbolicLink(String name, String target) throws FilesystemException {
        try {
            Files.createSymbolicLink(verified(name), path.getFileSystem().getPath(target));
        } catch (InvalidPathException e) {
            throw new FilesystemException(ErrorCode.ILLEGAL_BYTE_SEQUENCE);
        } catch (UnsupportedOperationException e) {
            throw new FilesystemException(ErrorCode.UNSUPPORTED);
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void createLink(String name, Directory target, String existing) throws FilesystemException {
        try {
            Files.createLink(verified(name), target.verified(existing));
        } catch (UnsupportedOperationException e) {
            throw new FilesystemException(ErrorCode.UNSUPPORTED);
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    /// The path of `name`, after a look that the path of this directory still leads here and not through a link that
    /// somebody put in its place.
    private Path verified(String name) throws FilesystemException, IOException {
        Path entry = entry(name);
        if (secure != null) {
            Object here = secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
            Object there = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
            if (!Objects.equals(here, there)) {
                throw new FilesystemException(ErrorCode.NO_ENTRY);
            }
        }
        return path.resolve(entry);
    }

    /// A name as one path element. Names that the host would take for more than one are refused.
    private Path entry(String name) throws FilesystemException {
        try {
            Path entry = path.getFileSystem().getPath(name);
            if (entry.isAbsolute() || entry.getRoot() != null || entry.getNameCount() != 1 || !entry.toString().equals(name)
                    || name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new FilesystemException(ErrorCode.NOT_PERMITTED);
            }
            return entry;
        } catch (InvalidPathException e) {
            throw new FilesystemException(name.indexOf('\0') >= 0 ? ErrorCode.INVALID : ErrorCode.ILLEGAL_BYTE_SEQUENCE);
        }
    }
}
