#!/usr/bin/env bash
# The seven kernels in this engine, in V8 (Node) and as native code (gcc), in one run.
#
#   kernels.sh [-w WARM-UP-MS] [-n SAMPLES] [-r RUNS] [-k 'KERNEL...'] [-o 'PEER...'] [NAME=COMMAND...]
#   kernels.sh --check       runs each kernel once in this engine, and fails if a checksum is not that of native code
#
# Each peer is a fresh process for each kernel, -r times in turns with the others; the figure is the median over the runs of the median of -n calls
# after -w milliseconds of warm-up, in milliseconds of CPU time. -o chooses among the peers native, v8 and engine. COMMAND is one more peer: it is
# called as COMMAND WASM ROUNDS WARM-UP-MS SAMPLES and prints median, least and first milliseconds, and the checksum.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=jvm.sh
. "$(dirname "$0")/jvm.sh"
find_jvm
need_classes
kernels=$bench/kernels
engine="$java $flags -cp $bench/target/lib/* dev.spinjvm.bench.Kernel"

if [ "${1:-}" = --check ]; then
    set -f
    exec $engine --check "$kernels"
fi

warm=3000 samples=15 runs=3 chosen='' peers='native v8 engine'
while getopts w:n:r:k:o: option; do
    case $option in
        w) warm=$OPTARG ;;
        n) samples=$OPTARG ;;
        r) runs=$OPTARG ;;
        k) chosen=$OPTARG ;;
        o) peers=$OPTARG ;;
        *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
declare -A command
command[engine]=$engine
command[v8]="node $kernels/v8.mjs"
command[native]=$work/native
for extra in "$@"; do
    peers+=" ${extra%%=*}"
    command[${extra%%=*}]=${extra#*=}
done
cat >"$work/native" <<'X'
#!/bin/sh
name=${1##*/}
exec "$(dirname "$0")/${name%.wasm}.bin" "$2" "$3" "$4"
X
chmod +x "$work/native"

# Runs peer $1 on kernel $2; prints its figures.
measure() {
    # shellcheck disable=SC2086 # a command is words
    (set -f && ${command[$1]} "$kernels/$2.wasm" "$rounds" "$warm" "$samples")
}

while read -r name rounds checksum; do
    [ -z "$chosen" ] || case " $chosen " in *" $name "*) ;; *) continue ;; esac
    case " $peers " in *' native '*) gcc -O2 -o "$work/$name.bin" "$kernels/$name.c" "$kernels/native.c" ;; esac
    for ((run = 0; run < runs; run++)); do
        for peer in $peers; do
            read -r median least first sum < <(measure "$peer" "$name")
            [ "$sum" = "$checksum" ] || { echo "$peer returns $sum for $name, not $checksum" >&2; exit 1; }
            echo "$name $peer $median $least $first" >>"$work/figures"
            echo "$name $peer $median $least $first" >&2
        done
    done
done <"$kernels/kernels.txt"

# Medians over the runs, then the table.
awk -v peers="$peers" '
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
        head = "| kernel |"; rule = "|---|"
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
        row = "| geometric mean |"; tail = ""
        for (p = 1; p <= count; p++) { row = row " |"; if (peer[p] != "native") tail = tail " |" }
        for (p = 1; p <= count; p++) if (peer[p] != base) row = row sprintf(" **%.2f** |", exp(logs[p] / kernels))
        print row tail
    }' "$work/figures"
