# shellcheck shell=bash
# Read by the scripts beside this one: the JVM and the flags that the launcher gives servers, and the benchmarks' class path.
#
#   BENCH_JAVA    the java to run
#   BENCH_FLAGS   other flags for it

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Sets java and flags.
find_jvm() {
    local home
    java=${BENCH_JAVA:-}
    if [ -z "$java" ]; then
        for home in "${SPIN_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
            if [ -r "$home/release" ] && grep -q '^JAVA_VERSION="25' "$home/release"; then
                java=$home/bin/java
                break
            fi
        done
    fi
    [ -x "$java" ] || { echo "no JDK 25 found; BENCH_JAVA can name its java" >&2; exit 1; }
    flags=${BENCH_FLAGS-$(sed -n 's/^ *flags="\(.*-XX:-DontCompileHugeMethods[^"]*\)".*/\1/p' "$bench/../../spin")}
    [ -n "$flags" ] || { echo "the launcher's flags for servers were not found; BENCH_FLAGS can name them" >&2; exit 1; }
}

need_classes() {
    [ -d "$bench/target/lib" ] || { echo "build first: mvn -Pbench -Dquick -DskipTests -pl src/bench -am package" >&2; exit 1; }
}
