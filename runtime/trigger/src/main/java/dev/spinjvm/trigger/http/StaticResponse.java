package dev.spinjvm.trigger.http;

import java.util.Map;

/// An answer that the trigger gives without a component.
///
/// @param headers in the order of the manifest, as far as the lock file keeps it
/// @param body empty for none
record StaticResponse(int status, Map<String, String> headers, String body) {}
