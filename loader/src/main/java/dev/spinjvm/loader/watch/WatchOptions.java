package dev.spinjvm.loader.watch;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// How an application is watched.
///
/// @param profile the profile to build and run
/// @param debounce how long no file may have changed before something is done
/// @param build whether it is built
/// @param assets whether it has to be started anew when assets change
public record WatchOptions(@Nullable String profile, Duration debounce, boolean build, boolean assets) {}
