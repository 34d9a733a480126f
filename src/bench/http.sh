#!/usr/bin/env bash
# Requests per second of any number of servers, one after the other in one run, with wrk (Debian: wrk).
#
#   http.sh [-d SECONDS] [-w SECONDS] [-c CONNECTIONS] [-p PATH]... NAME=COMMAND...
#
# COMMAND starts a server on port $PORT of 127.0.0.1 in the foreground; it is run by a shell in a session of its own, warmed up for -w seconds,
# measured for -d seconds, then ended; several -p are measured one after the other in one process. The first server is the peer of the ratios. An answer
# other than 2xx or 3xx is an error.
set -euo pipefail

duration=10 warmup=5 connections=4 paths=()
while getopts d:w:c:p: option; do
    case $option in
        d) duration=$OPTARG ;;
        w) warmup=$OPTARG ;;
        c) connections=$OPTARG ;;
        p) paths+=("$OPTARG") ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }

[ ${#paths[@]} -gt 0 ] || paths=(/)
PORT=${PORT:-8090}
declare -A peer
printf '| path | server | requests/s | errors | p50 | p99 | ratio |\n|---|---|--:|--:|--:|--:|--:|\n'
for server in "$@"; do
    name=${server%%=*} command=${server#*=}
    PORT=$((PORT + 1))
    export PORT
    log=$(mktemp)
    setsid bash -c "$command" >"$log" 2>&1 &
    group=$!
    url=http://127.0.0.1:$PORT
    for ((tries = 0; tries < 1200; tries++)); do
        curl -s -o /dev/null -m 5 "$url${paths[0]}" && break
        kill -0 $group 2>/dev/null || { echo "$name ended:" >&2; cat "$log" >&2; exit 1; }
        sleep 0.1
    done
    for path in "${paths[@]}"; do
        [ "$warmup" = 0 ] || wrk -t1 -c"$connections" -d"$warmup"s "$url$path" >/dev/null
        result=$(wrk -t1 -c"$connections" -d"$duration"s --latency "$url$path")
        rate=$(awk '/^Requests\/sec/ {print $2}' <<<"$result")
        errors=$(awk '/Non-2xx/ {n += $NF} /Socket errors/ {gsub(",", ""); n += $4 + $6 + $8 + $10} END {print n + 0}' <<<"$result")
        p50=$(awk '$1 == "50%" {print $2}' <<<"$result") p99=$(awk '$1 == "99%" {print $2}' <<<"$result")
        : "${peer[$path]:=$rate}"
        printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$path" "$name" "$rate" "$errors" "$p50" "$p99" \
            "$(awk -v a="$rate" -v b="${peer[$path]}" 'BEGIN {printf "%.1f", b > 0 ? a / b : 0}')"
    done
    kill -TERM -- -$group 2>/dev/null || true
    wait $group 2>/dev/null || true
    rm -f "$log"
done
