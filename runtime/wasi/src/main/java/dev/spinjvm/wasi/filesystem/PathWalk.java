package dev.spinjvm.wasi.filesystem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Resolves a guest's path below a directory, one component after the other. Symbolic links are expanded here and never
/// by the host, so that neither `..` nor a link leads out of the directory; an absolute path or link target is refused.
final class PathWalk {
    /// As many expansions as Linux allows.
    private static final int MAX_LINKS = 40;

    /// What to do with a symbolic link at the end of a path.
    enum Last {
        /// Expand it.
        FOLLOW,
        /// Take the link itself, unless the path ends in a slash, which only a directory may.
        KEEP,
        /// Take the link itself, whatever follows; for operations that change the name.
        NAME
    }

    /// Where a path leads: to `name` in `directory`, which need not exist, or to `directory` itself.
    ///
    /// @param directory the caller releases it
    /// @param name null for the directory itself
    /// @param mustBeDirectory whether the path ended in a slash
    /// @param writable whether it may be changed, where that is not for the descriptor to say but for a file of the host; else null
    record Found(Directory directory, @Nullable String name, boolean mustBeDirectory, @Nullable Boolean writable) {
        /// The file of the host that stands for this one.
        Found inHost(OpenObjects objects, Preopen.File file) throws FilesystemException {
            try {
                Path real = file.host().toRealPath();
                Path folder = real.getParent();
                Path last = real.getFileName();
                if (folder == null || last == null) {
                    throw new FilesystemException(ErrorCode.NO_ENTRY);
                }
                return new Found(Directory.root(objects, folder, Map.of()), last.toString(), mustBeDirectory, file.writable());
            } catch (IOException e) {
                throw FilesystemException.of(e);
            }
        }
    }

    private final ArrayDeque<Directory> stack = new ArrayDeque<>();
    private final ArrayDeque<String> rest = new ArrayDeque<>();
    private int links;
    private boolean slash;

    private PathWalk() {}

    /// @throws FilesystemException if the path leads out, through something that is not a directory, or in circles
    static Found resolve(Directory base, String path, Last last) throws FilesystemException {
        PathWalk walk = new PathWalk();
        walk.stack.push(base.retain());
        try {
            walk.prepend(path);
            String name = walk.run(last);
            return new Found(walk.stack.getFirst().retain(), name, walk.slash, null);
        } finally {
            walk.stack.forEach(Directory::release);
        }
    }

    private @Nullable String run(Last last) throws FilesystemException {
        while (true) {
            String component = rest.pollFirst();
            if (component == null) {
                return null;
            }
            if (component.equals("..")) {
                up();
            } else if (!component.equals(".")) {
                Stat.Type type = top().type(component);
                if (rest.isEmpty() && (type != Stat.Type.SYMBOLIC_LINK || keepsLink(last))) {
                    return component;
                }
                down(component, type);
            }
        }
    }

    private boolean keepsLink(Last last) {
        return last == Last.NAME || last == Last.KEEP && !slash;
    }

    private void up() throws FilesystemException {
        if (stack.size() == 1) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        stack.pop().release();
    }

    private void down(String component, Stat.@Nullable Type type) throws FilesystemException {
        if (type == null) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        if (type == Stat.Type.SYMBOLIC_LINK) {
            if (++links > MAX_LINKS) {
                throw new FilesystemException(ErrorCode.LOOP);
            }
            prepend(top().readLink(component));
        } else if (type == Stat.Type.DIRECTORY) {
            stack.push(top().openDirectory(component));
        } else {
            throw new FilesystemException(ErrorCode.NOT_DIRECTORY);
        }
    }

    private Directory top() {
        return stack.getFirst();
    }

    /// Puts the components of `path` before those that are left.
    private void prepend(String path) throws FilesystemException {
        if (path.isEmpty()) {
            throw new FilesystemException(ErrorCode.NO_ENTRY);
        }
        if (path.startsWith("/")) {
            throw new FilesystemException(ErrorCode.NOT_PERMITTED);
        }
        if (rest.isEmpty()) {
            slash |= path.endsWith("/");
        }
        List<String> components = Arrays.stream(path.split("/")).filter(component -> !component.isEmpty()).toList();
        for (String component : components.reversed()) {
            rest.addFirst(component);
        }
    }
}
