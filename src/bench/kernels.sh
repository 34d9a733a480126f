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
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
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

table "$work/figures" "$peers"
