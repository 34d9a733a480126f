#!/usr/bin/env bash
# A CPU-heavy script in QuickJS (a componentize-qjs guest): this engine and V8 (Node) running the same WebAssembly, in one run.
#
#   quickjs.sh [-g FOLDER] [-i ROUNDS] [-w WARM-UP-MS] [-n SAMPLES] [-r RUNS] [-o 'PEER...'] [NAME=COMMAND...]
#
# FOLDER holds what quickjs/build.sh made; without -g it is made below target. 160 rounds take V8 about a second. The other options, and how the
# figures come about, are those of kernels.sh; COMMAND is called as COMMAND WASM ROUNDS WARM-UP-MS SAMPLES.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
find_jvm
need_classes

folder='' rounds=160 warm=10000 samples=5 runs=3 peers='v8 engine'
while getopts g:i:w:n:r:o: option; do
    case $option in
        g) folder=$OPTARG ;;
        i) rounds=$OPTARG ;;
        w) warm=$OPTARG ;;
        n) samples=$OPTARG ;;
        r) runs=$OPTARG ;;
        o) peers=$OPTARG ;;
        *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))
if [ -z "$folder" ]; then
    folder=$bench/target/quickjs
    [ -d "$folder/v8" ] || "$bench/quickjs/build.sh" "$folder"
fi

declare -A command
command[engine]="$java $flags -cp $bench/target/lib/* dev.spinjvm.bench.ScriptLoop"
# One core module of the guest uses extended constant expressions, which Node 20 wants to be told of; later ones need no flag.
command[v8]="node --experimental-wasm-extended-const $bench/quickjs/v8.mjs"
case $(node --version) in v1* | v20.*) ;; *) command[v8]="node $bench/quickjs/v8.mjs" ;; esac
for extra in "$@"; do
    peers+=" ${extra%%=*}"
    command[${extra%%=*}]=${extra#*=}
done

figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
checksum=''
for ((run = 0; run < runs; run++)); do
    for peer in $peers; do
        # shellcheck disable=SC2086 # a command is words
        read -r median least first sum < <(set -f && ${command[$peer]} "$folder/quickjs.wasm" "$rounds" "$warm" "$samples")
        [ "$sum" = "${checksum:=$sum}" ] || { echo "$peer returns $sum, not $checksum" >&2; exit 1; }
        echo "script $peer $median $least $first" | tee -a "$figures" >&2
    done
done
table "$figures" "$peers"
