#!/bin/sh
# The launcher of Spin on the JVM, in a checkout and in a distribution alike. It finds a JDK 25, builds what is stale when it
# stands in a checkout, and starts the program with the flags that guests need.
#
#   SPIN_JAVA_HOME   the JDK to use, before any other
#   SPIN_JVM_OPTS    further flags for the JVM
#   SPIN_AOT         "off" starts without the AOT caches; "train" makes them, and does nothing else; "flags" prints the flags
#                    for the kind that is named, and does nothing else
#
# Nearly every start comes by without starting another process: the JDK found is remembered, and only the test for newer
# sources, in a checkout, asks `find`.
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
        *) self=${self%/*}/$target ;;
    esac
done
case $self in
    */*) ;;
    *) self=./$self ;;
esac
home=$(CDPATH='' cd -- "${self%/*}/" && pwd -P)

if [ -f "$home/pom.xml" ] && [ -d "$home/runtime/engine" ]; then
    checkout=1
    work=$home/cli/target
    lib=$work/lib
    stamp=$work/.built
    # Line 1: the JDK found. Line 2: the variables it was found with.
    memory=$work/.java
else
    checkout=
    work=$home
    lib=$home/lib
    memory=
fi
aot=$work/aot

# --- The Java -------------------------------------------------------------------------------------------------------

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
search_java() {
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
        on_path=${on_path%/bin/java}
    fi
    found=
    for candidate in "${SPIN_JAVA_HOME:-}" "$home/jre" "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
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

# Sets java_home: the one that came with a distribution, the one remembered, or the first one found.
find_java() {
    if [ -z "${SPIN_JAVA_HOME:-}" ] && [ -x "$home/jre/bin/java" ]; then
        java_home=$home/jre
        return
    fi
    wanted="${SPIN_JAVA_HOME:-}:${JAVA_HOME:-}"
    if [ -n "$memory" ] && [ -r "$memory" ]; then
        { read -r java_home && read -r found_with; } <"$memory" || found_with=
        # shellcheck disable=SC3013 # every sh in use has -nt
        if [ "$found_with" = "$wanted" ] && [ -x "$java_home/bin/java" ] && ! [ "$java_home/release" -nt "$memory" ]; then
            return
        fi
    fi
    search_java
    if [ -n "$memory" ] && mkdir -p "$work" 2>/dev/null && [ -w "$work" ]; then
        printf '%s\n%s\n' "$java_home" "$wanted" >"$memory.$$" && mv -f "$memory.$$" "$memory"
    fi
}

# --- How the JVM is set ---------------------------------------------------------------------------------------------

# Sets flags to those for $1, "server", "short" or "transfer". An AOT cache holds only for the collector and the exports that it was made with.
choose_flags() {
    case $1 in
        # C1, then C2. Guests' functions become methods past the size that HotSpot compiles by default, and interpreters inside
        # of guests recurse deeply. Their memory accesses are small methods, all of which have to be inlined, and which need the
        # JDK's unchecked access. G1 gives memory back. Half of the memory for the heap: guests' memories lie in it.
        # Profiles of the rehearsal would have the compilers begin with hundreds of methods at once, beside a start that needs the processors.
        # In regions of 1 MiB, which small heaps have by default, the 1.1 MiB of a Rust guest would take two.
        server) flags="-XX:-DontCompileHugeMethods -XX:-ClipInlining -XX:-UseFPUForSpilling --add-exports java.base/jdk.internal.misc=ALL-UNNAMED -Xss16m -XX:+UseG1GC -XX:G1HeapRegionSize=4m -XX:MaxRAMPercentage=50 -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:-AOTReplayTraining" ;;
        # Hundreds of megabytes are hashed, which only the second compiler does with the processor's own instructions. All else of it is brief:
        # the cache of short commands fits. Young buffers that are under way must not be taken for old ones.
        transfer) flags="-XX:+UseSerialGC -Xmn64m" ;;
        # Over before a second compiler or a second thread of a collector pays.
        *) flags="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" ;;
    esac
    # What is reflected upon is called a few times; method handles for it would be made anew at every start.
    flags="$flags -Djdk.reflect.useNativeAccessorOnly=true"
    # Jetty would start the whole of JMX to learn the size of a cache line, and load the names of a thousand locales; the
    # program's texts are English everywhere.
    flags="$flags -Dorg.eclipse.jetty.util.referencesPerCacheLine=16 -Djava.locale.providers=SPI"
    # picocli would open every jar of the class path to find no Groovy in any.
    flags="$flags -Dpicocli.disable.closures=true"
    flags="$flags --enable-native-access=ALL-UNNAMED -Dsun.jnu.encoding=UTF-8"
    # An AOT cache stays where it was made to lie in memory, if it can: moving it is a third of what the JVM's own start costs.
    flags="$flags -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
}

# Makes the AOT caches: a rehearsal records what a start loads, links and runs; a second JVM writes it down.
# Without them everything works, only slower; so a failure here is no failure of the build.
train() {
    guest=$home/examples/hello-c/hello-c.wasm
    mkdir -p "$aot"
    for kind in short server; do
        choose_flags $kind
        made=$aot/.$kind.$$
        # shellcheck disable=SC2086 # flags are words
        if "$java_home/bin/java" $flags -XX:AOTMode=record -XX:AOTConfiguration="$made.conf" \
            -cp "$lib/spin-cli.jar" dev.spinjvm.cli.Rehearsal $kind "$guest" >"$aot/$kind.log" 2>&1 &&
            "$java_home/bin/java" $flags -XX:AOTMode=create -XX:AOTConfiguration="$made.conf" -XX:AOTCache="$made.aot" \
                -cp "$lib/spin-cli.jar" >>"$aot/$kind.log" 2>&1; then
            mv -f "$made.aot" "$aot/$kind.aot"
        else
            echo "The AOT cache for '$kind' could not be made, see $aot/$kind.log; Spin runs without it." >&2
            rm -f "$made.aot" "$aot/$kind.aot"
        fi
        rm -f "$made.conf"
    done
}

# Whether AOT cache $1 is there and no jar was written after it. JDK 25 does not look: it would run the classes of older jars.
is_current() {
    [ -f "$1" ] || return 1
    for jar in "$lib"/*.jar; do
        # shellcheck disable=SC3013 # every sh in use has -nt
        ! [ "$jar" -nt "$1" ] || return 1
    done
}

# --- The build of a checkout ----------------------------------------------------------------------------------------

is_stale() {
    [ -f "$stamp" ] && [ -d "$lib" ] || return 0
    [ -n "$(cd "$home" && find pom.xml cli/src/main cli/src/launcher cli/pom.xml loader/src/main loader/pom.xml oci/src/main oci/pom.xml \
        plugins/src/main plugins/pom.xml runtime/*/src/main runtime/*/pom.xml -type f -newer "$stamp" -print 2>/dev/null)" ]
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
    [ ! -t 2 ] || printf '   Preparing quick starts' >&2
    train
    [ ! -t 2 ] || printf '\r\033[K' >&2
}

# --- The start ------------------------------------------------------------------------------------------------------

if [ "${SPIN_AOT:-}" = flags ]; then
    choose_flags "${1:-}"
    echo "$flags"
    exit
fi
java_home=
find_java
if [ "${SPIN_AOT:-}" = train ]; then
    train
    exit
fi
if [ "${1:-}" = complete ] && ! [ -d "$lib" ]; then
    # A key pressed is no reason to build for minutes.
    exit
fi
if [ -n "$checkout" ] && [ "${1:-}" != complete ] && is_stale; then
    # One build at a time: a second launcher waits, then finds nothing stale.
    mkdir -p "$work"
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$work/.lock"
        flock 9
        if is_stale; then build; fi
        exec 9>&-
    else
        build
    fi
fi
[ -d "$lib" ] || die "the program's libraries are missing: $lib"

# Which commands serve, and so are worth the optimising compiler.
case ${1:-} in
    up | u | watch | w | trigger | build | b) kind=server ;;
    registry | oci | cache)
        case ${2:-} in
            run) kind=server ;;
            push | publish | pull | verify) kind=transfer ;;
            *) kind=short ;;
        esac
        ;;
    *) kind=short ;;
esac
case ${2:-} in
    -h | --help) kind=short ;;
esac
case ${1:-}:${2:-} in
    # These tell how each kind would start.
    doctor:--self | --version:?* | -V:?* | -v:-V | -v:--version | --verbose:-V | --verbose:--version)
        choose_flags short
        SPIN_LAUNCHER_SHORT=$flags
        choose_flags server
        SPIN_LAUNCHER_SERVER=$flags
        SPIN_LAUNCHER_AOT=$aot
        export SPIN_LAUNCHER_SHORT SPIN_LAUNCHER_SERVER SPIN_LAUNCHER_AOT
        ;;
esac
choose_flags $kind
# A cache that was made for another JVM or other flags is left out by the JVM, which is not to speak of it: `spin --version -v` does.
cache=-Xshare:auto
[ $kind != transfer ] || kind=short
if [ "${SPIN_AOT:-}" != off ] && is_current "$aot/$kind.aot"; then
    cache=-XX:AOTCache=$aot/$kind.aot
    flags="$flags -Xlog:aot*=off,cds*=off"
fi
# Which streams a person reads: only a shell can ask.
terminals=
[ -t 0 ] && terminals=0
[ -t 1 ] && terminals=${terminals}1
[ -t 2 ] && terminals=${terminals}2
SPIN_BIN_PATH=$home/spin
export SPIN_BIN_PATH
# shellcheck disable=SC2086 # flags are words
exec "$java_home/bin/java" $flags "$cache" -Dspin.terminals="$terminals" ${SPIN_JVM_OPTS:-} -cp "$lib/spin-cli.jar" dev.spinjvm.cli.Main "$@"
