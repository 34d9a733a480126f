package dev.spinjvm.loader;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

import dev.spinjvm.oci.cache.RegistryCache;

/// Finds downloads of earlier times and fetches nothing.
///
/// @param cache opened when it is needed
record WasmCache(Supplier<RegistryCache> cache) implements SourceFetcher {
    /// @param root the directory that holds `registry`
    static WasmCache at(Path root) {
        return new WasmCache(() -> RegistryCache.at(root, InstantSource.system()));
    }

    @Override
    public FetchedSource fetch(RemoteSource source) {
        if (source instanceof RemoteSource.Url(_, var digest)) {
            return cache.get().find(digest).map(FetchedSource::of)
                    .orElseThrow(() -> new LoadException("it is not in the cache, and nothing is downloaded here"));
        }
        throw new LoadException("nothing is fetched here");
    }
}
