#!/bin/sh
# The launcher of Spin on the JVM. It finds a JDK 25, builds what is stale when it stands in a checkout, and starts
# the program with the flags that guests need.
#
#   SPIN_JAVA_HOME   the JDK to use, before any other
#   SPIN_JVM_OPTS    further flags for the JVM
set -eu

die() {
    printf 'Error: %s\n' "$1" >&2
    exit 1
}

# The folder of this script, symbolic links followed.
self=$0
while [ -L "$self" ]; do
    target=$(readlink "$self")
    case $target in
        /*) self=$target ;;
        *) self=$(dirname "$self")/$target ;;
    esac
done
home=$(cd "$(dirname "$self")" && pwd -P)
lib=$home/cli/target/lib
stamp=$home/cli/target/.built

# Prints the feature release (such as 25) of the Java in folder $1, or nothing.
java_release() {
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
    fi
}

# Sets java_home to the first Java of release 25 or later.
find_java() {
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
        on_path=${on_path%/bin/java}
    fi
    found=
    for candidate in "${SPIN_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.asdf/installs/java/* "${HOME:-}"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
        [ -n "$candidate" ] || continue
        release=$(java_release "$candidate")
        [ -n "$release" ] || continue
        if [ "$release" -ge 25 ]; then
            java_home=$candidate
            return
        fi
        found="$found
  $candidate (Java $release)"
    done
    die "Spin needs a Java Development Kit of release 25, and none was found.
Looked at SPIN_JAVA_HOME, JAVA_HOME, the java on PATH and the usual folders${found:+; found only:$found}
Install one (for example Eclipse Temurin 25) or set JAVA_HOME to it."
}

is_checkout() {
    [ -f "$home/pom.xml" ] && [ -d "$home/runtime" ]
}

is_stale() {
    [ -f "$stamp" ] && [ -d "$lib" ] || return 0
    [ -n "$(cd "$home" && find pom.xml cli loader oci plugins runtime \
        \( -name target -o -path '*/src/test' \) -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$stamp" -print 2>/dev/null | head -n 1)" ]
}

build() {
    command -v mvn >/dev/null 2>&1 || die "building Spin needs Apache Maven, and there is no mvn on PATH.
Install Maven 3.8 or later; everything else is fetched by it."
    log=$(mktemp "${TMPDIR:-/tmp}/spin-build.XXXXXX")
    started=$(date +%s)
    (cd "$home" && exec mvn -B -Dquick -DskipTests -pl cli -am package) >"$log" 2>&1 &
    maven=$!
    trap 'kill $maven 2>/dev/null; rm -f "$log"; exit 130' INT TERM
    if [ -t 2 ]; then
        while kill -0 $maven 2>/dev/null; do
            module=$(sed -n 's/^\[INFO\] Building \(.*\) [^ ]* *\[\([0-9]*\/[0-9]*\)\].*/\2 \1/p' "$log" | tail -n 1)
            printf '\r\033[K   Building spin %s (%ss)' "${module:-}" "$(($(date +%s) - started))" >&2
            sleep 0.2
        done
        printf '\r\033[K' >&2
    else
        echo "   Building spin (first use of this checkout, or its sources changed)" >&2
    fi
    if wait $maven; then
        trap - INT TERM
        rm -f "$log"
    else
        trap - INT TERM
        grep -E '^\[(ERROR|FATAL)\]' "$log" | head -n 30 >&2 || cat "$log" >&2
        die "the build failed; the whole log is $log"
    fi
}

java_home=
find_java
if is_checkout && is_stale; then
    # One build at a time: a second launcher waits, then finds nothing stale.
    mkdir -p "$home/cli/target"
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$home/cli/target/.lock"
        flock 9
        if is_stale; then build; fi
        exec 9>&-
    else
        build
    fi
fi
[ -d "$lib" ] || die "the program's libraries are missing: $lib"

# Servers get the optimising compiler and stacks deep enough for interpreters that run inside a guest;
# other commands are over before a second compiler pays.
case ${1:-} in
    up | u | watch | w | trigger | build | b)
        # A garbage collector that gives memory back, and huge methods compiled: guests' functions are large.
        flags="-XX:-DontCompileHugeMethods -Xss16m -XX:+UseG1GC -XX:MaxRAMPercentage=50"
        ;;
    *) flags="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto" ;;
esac
# Which streams a person reads: only a shell can ask.
terminals=
[ -t 0 ] && terminals=0
[ -t 1 ] && terminals=${terminals}1
[ -t 2 ] && terminals=${terminals}2
SPIN_BIN_PATH=$home/spin
export SPIN_BIN_PATH
# shellcheck disable=SC2086 # flags are words
exec "$java_home/bin/java" $flags --enable-native-access=ALL-UNNAMED -Dsun.jnu.encoding=UTF-8 -Dspin.terminals="$terminals" ${SPIN_JVM_OPTS:-} -cp "$lib/*" dev.spinjvm.cli.Main "$@"
