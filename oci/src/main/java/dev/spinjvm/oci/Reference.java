package dev.spinjvm.oci;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// The name of an artifact in a registry: `[registry[:port]/]repository[:tag][@digest]`.
///
/// Without a registry, Docker Hub is meant; a repository of Docker Hub that has only one part lies below `library`; without a tag and a
/// digest, the tag is `latest` (the grammar of the distribution project).
///
/// @param registry a host name or address with an optional port; IPv6 in brackets
/// @param repository lower-case parts separated by `/`
/// @param tagOrNull at least one of tag and digest is present
public record Reference(String registry, String repository, @Nullable String tagOrNull, @Nullable Digest digestOrNull) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_LEGACY = "index.docker.io";
    static final String LATEST = "latest";
    private static final int MAX_REPOSITORY_LENGTH = 255;

    private static final String HOST_PART = "[a-zA-Z0-9][a-zA-Z0-9-]*+(?<!-)";
    private static final String HOST = "(?:" + HOST_PART + "(?:\\." + HOST_PART + ")*+|\\[[a-fA-F0-9:]++\\])(?::[0-9]++)?";
    private static final String PART = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
    private static final Pattern NAME_TAG_DIGEST = Pattern.compile("(?<name>[^@]+?)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>.+))?");
    private static final Pattern REGISTRY = Pattern.compile(HOST);
    private static final Pattern REPOSITORY = Pattern.compile(PART + "(?:/" + PART + ")*+");

    public Reference {
        if (tagOrNull == null && digestOrNull == null) {
            tagOrNull = LATEST;
        }
    }

    /// Reads a reference.
    ///
    /// @throws ReferenceException with the reason
    public static Reference parse(String text) {
        Matcher matcher = NAME_TAG_DIGEST.matcher(text);
        if (!matcher.matches()) {
            throw new ReferenceException(text.isEmpty()
                    ? "repository name must have at least one component"
                    : "invalid reference format: " + text);
        }
        String name = matcher.group("name");
        String tag = matcher.group("tag");
        int slash = name.indexOf('/');
        if (slash < 0 && tag == null && name.indexOf(':') >= 0) {
            throw new ReferenceException("invalid reference format: " + text);
        }
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        String registry = hasRegistry ? first : DOCKER_HUB;
        String repository = hasRegistry ? name.substring(slash + 1) : name;
        if (registry.equals(DOCKER_HUB_LEGACY)) {
            registry = DOCKER_HUB;
        }
        check(registry, repository, text);
        if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        String digest = matcher.group("digest");
        return new Reference(registry, repository, tag, digest == null ? null : Digest.parse(digest));
    }

    /// Whether a text can be the registry of a reference: a host name or address with an optional port.
    public static boolean isRegistry(String text) {
        return REGISTRY.matcher(text).matches();
    }

    private static void check(String registry, String repository, String text) {
        if (!REGISTRY.matcher(registry).matches()) {
            throw new ReferenceException("invalid registry name `" + registry + "` in " + text);
        }
        if (repository.length() > MAX_REPOSITORY_LENGTH) {
            throw new ReferenceException("repository name must not be more than " + MAX_REPOSITORY_LENGTH + " characters");
        }
        if (!REPOSITORY.matcher(repository).matches()) {
            boolean onlyCase = REPOSITORY.matcher(repository.toLowerCase(Locale.ROOT)).matches();
            throw new ReferenceException(onlyCase
                    ? "repository name must be lowercase: " + repository
                    : "invalid reference format: " + text);
        }
    }

    /// Whether a text that is no existing file is probably meant as a reference.
    ///
    /// A relative path such as `foo/spin.toml` reads as a repository of Docker Hub, so a reference without a tag counts only if it names a
    /// registry.
    public static boolean isProbablyReference(String text) {
        Reference reference;
        try {
            reference = parse(text);
        } catch (ReferenceException e) {
            return false;
        }
        if (!LATEST.equals(reference.tagOrNull) || text.endsWith(":" + LATEST)) {
            return true;
        }
        return !reference.registry.contains("docker") || text.contains("docker");
    }

    public Optional<String> tag() {
        return Optional.ofNullable(tagOrNull);
    }

    public Optional<Digest> digest() {
        return Optional.ofNullable(digestOrNull);
    }

    /// The same artifact of the registry, named by its digest.
    public Reference withDigest(Digest digest) {
        return new Reference(registry, repository, null, digest);
    }

    /// The complete name, defaults written out.
    @Override
    public String toString() {
        return registry + "/" + repository + (tagOrNull == null ? "" : ":" + tagOrNull) + (digestOrNull == null ? "" : "@" + digestOrNull);
    }
}
