package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.spinjvm.loader.ContentPath;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.LockedComponent;
import dev.spinjvm.trigger.HostMount;
import dev.spinjvm.wasi.filesystem.Preopen;

/// The directories that a component is given: its own files, and what whoever runs the application mounts.
///
/// A mount hides what the component's own files have in its place, and nothing else of them.
///
/// @param mounts for every component
/// @param copies the folder below which files of components are copies made for this run; places for mounted files are made there
/// @param writable whether components may change their own files
record GuestFiles(List<HostMount> mounts, Path copies, boolean writable) {

    /// The directories of a component, each with the files that are mounted in it.
    ///
    /// @throws LoadException if a file cannot be mounted where it is to be
    List<Preopen> of(LockedComponent component) {
        List<Preopen> directories = new ArrayList<>();
        for (ContentPath file : component.files()) {
            Path host = file.content().file().orElseThrow(() -> new IllegalArgumentException(
                    "the files for '" + file.path() + "' are not in a local directory"));
            if (mounts.stream().noneMatch(mount -> Files.isDirectory(mount.host()) && isInside(file.path(), mount.guest()))) {
                directories.add(new Preopen(host, file.path(), writable));
            }
        }
        mounts.stream().filter(mount -> Files.isDirectory(mount.host())).forEach(mount -> directories.add(new Preopen(mount.host(), mount
                .guest(), mount.writable())));
        Map<Integer, Map<String, Preopen.File>> files = new HashMap<>();
        for (HostMount mount : mounts) {
            if (!Files.isDirectory(mount.host())) {
                int at = directoryOf(mount, directories, component.id());
                files.computeIfAbsent(at, _ -> new HashMap<>()).put(place(mount, directories.get(at), component.id()), new Preopen.File(
                        mount.host(), mount.writable()));
            }
        }
        files.forEach((at, all) -> directories.set(at, new Preopen(directories.get(at).host(), directories.get(at).guest(), directories
                .get(at).writable(), all)));
        return directories;
    }

    /// The directory in which a file is mounted: the longest that its name begins with, else a new one at the root.
    private int directoryOf(HostMount mount, List<Preopen> directories, String id) {
        int best = -1;
        for (int i = 0; i < directories.size(); i++) {
            String guest = directories.get(i).guest();
            if (isInside(mount.guest(), guest) && (best < 0 || guest.length() > directories.get(best).guest().length())) {
                best = i;
            }
        }
        if (best < 0) {
            directories.add(new Preopen(copies.resolve("mounts").resolve(id), "/", false));
            best = directories.size() - 1;
        }
        return best;
    }

    /// The path of a mounted file below its directory, where a file is made that stands for it.
    private String place(HostMount mount, Preopen directory, String id) {
        String prefix = directory.guest().equals("/") ? "/" : directory.guest() + "/";
        String path = mount.guest().substring(Math.min(prefix.length(), mount.guest().length()));
        Path place = directory.host().resolve(path);
        String failed = "Cannot mount the file '" + mount.host() + "' at '" + mount.guest() + "' of component '" + id + "'";
        if (path.isEmpty()) {
            throw new LoadException(failed + ": a folder is there");
        }
        if (!directory.host().startsWith(copies)) {
            throw new LoadException(failed + ": it has the folder '" + directory.host() + "' of this machine at '" + directory.guest()
                    + "', in which nothing is made; mount a folder instead");
        }
        if (Files.isDirectory(place)) {
            throw new LoadException(failed + ": a folder is there");
        }
        try {
            Files.createDirectories(Objects.requireNonNull(place.getParent()));
            Files.createFile(place);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(place)) {
                throw LoadException.ofIo(failed, e);
            }
        } catch (IOException e) {
            throw LoadException.ofIo(failed, e);
        }
        return path;
    }

    /// Whether a path of the guest is a directory of the guest or lies in it.
    private static boolean isInside(String path, String directory) {
        return directory.equals("/") || path.equals(directory) || path.startsWith(directory.endsWith("/") ? directory : directory + "/");
    }
}
