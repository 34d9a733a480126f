package dev.spinjvm.loader.sources;

import java.io.InputStream;

import dev.spinjvm.loader.RemoteSource;

/// Where bindles are read from. Safe for use by several threads.
@FunctionalInterface
public interface Parcels {
    /// What is done with the bytes of a parcel.
    @FunctionalInterface
    interface Sink {
        /// @param bytes not verified; end with the parcel
        /// @param size how many the bindle says there are
        void take(InputStream bytes, long size);
    }

    /// Hands over the bytes of a parcel, after looking whether the bindle has it and may be used.
    ///
    /// @throws dev.spinjvm.loader.LoadException if it cannot be had, naming the parcels that there are where the bindle has no such one
    void fetch(RemoteSource.Parcel wanted, Sink sink);
}
