/// The host of `wasi:http` 0.2: the resources of `wasi:http/types`, the outgoing handler, and the seams towards an
/// HTTP server (requests that come in) and an HTTP client (requests that go out). Knows no HTTP implementation.
@NullMarked
package dev.spinjvm.wasi.http;

import org.jspecify.annotations.NullMarked;
