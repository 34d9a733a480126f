# shellcheck shell=bash
# Read by the scripts beside this one: the JVM, the flags that the launcher gives servers, and the table of a side-by-side run.
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
    flags=${BENCH_FLAGS-$(sed -n 's/.*flags="\([^"]*-XX:-DontCompileHugeMethods[^"]*\)".*/\1/p' "$bench/../../spin")}
    [ -n "$flags" ] || { echo "the launcher's flags for servers were not found; BENCH_FLAGS can name them" >&2; exit 1; }
}

need_classes() {
    [ -d "$bench/target/lib" ] || { echo "build first: mvn -Pbench -Dquick -DskipTests -pl src/bench -am package" >&2; exit 1; }
}

# The medians of file $1, with a line "ROW PEER MEDIAN LEAST FIRST" for each process, as a table of the peers $2 and of their ratios to v8, or to
# the first of them.
table() {
    awk -v peers="$2" '
        function middle(list,    parts, n, i, j, t) {
            n = split(list, parts, " ")
            for (i = 2; i <= n; i++)
                for (j = i; j > 1 && parts[j] + 0 < parts[j - 1] + 0; j--) { t = parts[j]; parts[j] = parts[j - 1]; parts[j - 1] = t }
            return parts[int((n + 1) / 2)]
        }
        !($1 in seen) { seen[$1]; order[++kernels] = $1 }
        { medians[$1, $2] = medians[$1, $2] " " $3; firsts[$1, $2] = firsts[$1, $2] " " $5 }
        END {
            count = split(peers, peer, " ")
            base = peers ~ /(^| )v8( |$)/ ? "v8" : peer[1]
            head = "| program |"; rule = "|---|"
            for (p = 1; p <= count; p++) { head = head " " peer[p] ", ms |"; rule = rule "--:|" }
            for (p = 1; p <= count; p++) if (peer[p] != base) { head = head " " peer[p] " / " base " |"; rule = rule "--:|" }
            for (p = 1; p <= count; p++) if (peer[p] != "native") { head = head " first call of " peer[p] ", ms |"; rule = rule "--:|" }
            print head; print rule
            for (k = 1; k <= kernels; k++) {
                row = "| " order[k] " |"; tail = ""
                for (p = 1; p <= count; p++) {
                    ms[p] = middle(medians[order[k], peer[p]])
                    row = row sprintf(" %.1f |", ms[p])
                    if (peer[p] != "native") tail = tail sprintf(" %.0f |", middle(firsts[order[k], peer[p]]))
                }
                against = middle(medians[order[k], base])
                for (p = 1; p <= count; p++) if (peer[p] != base) { ratio = ms[p] / against; logs[p] += log(ratio); row = row sprintf(" %.2f |", ratio) }
                print row tail
            }
            if (kernels < 2) exit
            row = "| geometric mean |"; tail = ""
            for (p = 1; p <= count; p++) { row = row " |"; if (peer[p] != "native") tail = tail " |" }
            for (p = 1; p <= count; p++) if (peer[p] != base) row = row sprintf(" **%.2f** |", exp(logs[p] / kernels))
            print row tail
        }' "$1"
}
