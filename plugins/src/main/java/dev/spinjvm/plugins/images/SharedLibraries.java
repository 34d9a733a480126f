package dev.spinjvm.plugins.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which libraries of the system native programs need, and where its loader looks for them.
final class SharedLibraries {
    private static final String ORIGIN = "$ORIGIN";
    private static final String C_LIBRARY = "libc.so.6";
    /// What the C library opens by name when it looks up hosts.
    private static final List<String> OF_RESOLVER = List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");
    /// The folders' names of Debian and its relatives, by the Java name of the architecture.
    private static final Map<String, String> TRIPLES = Map.of("amd64", "x86_64-linux-gnu", "aarch64", "aarch64-linux-gnu", "riscv64",
            "riscv64-linux-gnu", "ppc64le", "powerpc64le-linux-gnu", "s390x", "s390x-linux-gnu");

    private final Path root;
    private final List<String> folders;
    /// Found so far: path in the file system of programs → file.
    private final SortedMap<String, Path> found = new TreeMap<>();
    private final Set<Path> seen = new HashSet<>();
    private final Deque<Path> open = new ArrayDeque<>();

    /// @param root of the file system whose libraries are taken
    /// @param architecture as Java names it
    SharedLibraries(Path root, String architecture) {
        this.root = root;
        List<String> all = new ArrayList<>();
        String triple = TRIPLES.get(architecture);
        if (triple != null) {
            all.addAll(List.of("/lib/" + triple, "/usr/lib/" + triple));
        }
        all.addAll(List.of("/lib64", "/usr/lib64", "/lib", "/usr/lib"));
        this.folders = List.copyOf(all);
    }

    /// The loader and all libraries that native files need, directly or not, outside of those files themselves: path → file.
    ///
    /// @throws ImageException if one is not there
    SortedMap<String, Path> of(Collection<Path> files) {
        Set<String> own = new HashSet<>();
        files.forEach(file -> own.add(String.valueOf(file.getFileName())));
        open.addAll(files);
        try {
            while (!open.isEmpty()) {
                visit(open.pop(), own);
            }
        } catch (IOException e) {
            throw new ImageException("Cannot read the libraries of this system", e);
        }
        return found;
    }

    private void visit(Path file, Set<String> own) throws IOException {
        if (!seen.add(file.toRealPath())) {
            return;
        }
        ElfFile elf = ElfFile.read(file).orElse(null);
        if (elf == null) {
            return;
        }
        String interpreter = elf.interpreter();
        if (interpreter != null) {
            add(interpreter);
        }
        for (String name : elf.needed()) {
            // The loader itself is needed by its name, too, wherever it lies.
            if (own.contains(name) || found.keySet().stream().anyMatch(path -> path.endsWith("/" + name))) {
                continue;
            }
            String path = find(name, file, elf).orElseThrow(() -> new ImageException("The Java runtime needs the library '" + name
                    + "' (for '" + file + "'), which this system does not have. Give an image that has it as the base image."));
            add(path);
            if (name.equals(C_LIBRARY)) {
                String folder = path.substring(0, path.lastIndexOf('/') + 1);
                OF_RESOLVER.stream().map(folder::concat).filter(library -> Files.isRegularFile(within(library))).forEach(this::add);
            }
        }
    }

    private void add(String path) {
        found.put(path, within(path));
        open.push(within(path));
    }

    private Optional<String> find(String name, Path user, ElfFile elf) throws IOException {
        List<String> searched = new ArrayList<>();
        String origin = String.valueOf(user.toAbsolutePath().getParent());
        elf.searched().stream().map(folder -> folder.replace("${ORIGIN}", ORIGIN).replace(ORIGIN, origin)).filter(folder -> folder
                .startsWith("/")).forEach(searched::add);
        searched.addAll(folders);
        for (String folder : searched) {
            String path = folder + "/" + name;
            Path file = within(path);
            if (Files.isRegularFile(file) && ElfFile.read(file).filter(library -> library.machine() == elf.machine()).isPresent()) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private Path within(String path) {
        return root.resolve(path.substring(1));
    }
}
