package dev.spinjvm.oci.http;

/// Properties of the JDK's HTTP client that can only be set for the whole Java runtime, before its first use. What the user set stays.
final class HttpTuning {
    /// Bytes that are read from a connection, or from a file that is sent, at once. The usual 16 KiB cost half as much processor time again on large blobs.
    private static final int BUFFER = 512 << 10;

    private HttpTuning() {}

    static void apply() {
        set("jdk.httpclient.bufsize", String.valueOf(BUFFER));
        // A proxy's password is sent to the proxy that the user named with it; Basic is what proxies understand.
        set("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    private static void set(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
