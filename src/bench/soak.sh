#!/usr/bin/env bash
# Minutes of mixed load against one server: whether its memory stays flat and its answers stay right. Needs wrk (Debian: wrk).
#
#   soak.sh [-m MINUTES] [-w MINUTES] [-s SECONDS] [-c CONNECTIONS] [-t PER-CENT] [-a PATH] COMMAND REQUEST...
#
# COMMAND starts a server on port $PORT of 127.0.0.1 in the foreground; it is run by a shell in a session of its own. REQUEST is [METHOD:]PATH[:BYTES]
# with a body of that many bytes; the requests take turns on -c connections (8). After -w minutes (1) of the same load the resident memory of the
# session is sampled every -s seconds (5) for -m minutes (10). -a is a path whose requests are broken off by the client, some each second.
#
# The verdict compares medians: flat is where the last quarter is at most -t per cent (10) above the first. Fails if it is not flat, or if an answer was
# other than 2xx or 3xx.
set -euo pipefail

minutes=10 warm=1 seconds=5 connections=8 tolerance=10 broken=''
while getopts m:w:s:c:t:a: option; do
    case $option in
        m) minutes=$OPTARG ;;
        w) warm=$OPTARG ;;
        s) seconds=$OPTARG ;;
        c) connections=$OPTARG ;;
        t) tolerance=$OPTARG ;;
        a) broken=$OPTARG ;;
        *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 1 ] || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2; }
command=$1
shift

export PORT=${PORT:-8190}
url=http://127.0.0.1:$PORT
work=$(mktemp -d)
setsid bash -c "$command" >"$work/log" 2>&1 &
group=$!
trap 'kill -TERM -- -$group $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

# What wrk sends, in turns.
{
    echo 'local turn, list = 0, {}'
    echo 'function init(args)'
    for request in "$@"; do
        case $request in /*) request=GET:$request ;; esac
        IFS=: read -r method path bytes <<<"$request"
        printf '    list[#list + 1] = wrk.format("%s", "%s", nil, string.rep("x", %s))\n' "$method" "$path" "${bytes:-0}"
    done
    echo 'end'
    echo 'function request() turn = turn % #list + 1; return list[turn] end'
} >"$work/mix.lua"

wait_for_server() {
    local tries
    for ((tries = 0; tries < 1200; tries++)); do
        curl -s -o /dev/null -m 5 "$url" && return
        kill -0 $group 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/log" >&2
    exit 1
}

resident() {
    ps -o rss= -s $group | awk '{n += $1} END {print n + 0}'
}

# Requests that their clients break off.
break_off() {
    while sleep 0.3; do
        curl -s -o /dev/null -m 0.1 "$url$broken" || true
    done
}

wait_for_server
[ -z "$broken" ] || break_off &
wrk -t1 -c"$connections" -d"$((warm * 60))s" -s "$work/mix.lua" "$url/" >/dev/null
wrk -t1 -c"$connections" -d"$((minutes * 60))s" -s "$work/mix.lua" "$url/" >"$work/result" &
load=$!
end=$((SECONDS + minutes * 60))
while [ $SECONDS -lt $end ] && kill -0 $load 2>/dev/null; do
    echo "$SECONDS $(resident)" >>"$work/samples"
    sleep "$seconds"
done
wait $load
cat "$work/result"
kill -0 $group 2>/dev/null || { echo "the server ended:" >&2; cat "$work/log" >&2; exit 1; }

errors=$(awk '/Non-2xx/ {n += $NF} /Socket errors/ {gsub(",", ""); n += $4 + $6 + $8 + $10} END {print n + 0}' "$work/result")
awk -v tolerance="$tolerance" -v errors="$errors" '
    function median(from, to,    n, i, j, t, v) {
        n = 0
        for (i = from; i <= to; i++) v[++n] = rss[i]
        for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
        return v[int((n + 1) / 2)] / 1024
    }
    { rss[NR] = $2; if (NR == 1 || $2 < least) least = $2; if ($2 > most) most = $2 }
    END {
        quarter = int(NR / 4)
        if (quarter < 1) { print "too few samples"; exit 1 }
        first = median(1, quarter); last = median(NR - quarter + 1, NR); change = (last / first - 1) * 100
        print "| quarter | median resident memory, MB |"
        print "|---|--:|"
        for (q = 0; q < 4; q++) printf "| %d | %.0f |\n", q + 1, median(int(NR * q / 4) + 1, int(NR * (q + 1) / 4))
        printf "%d samples, %.0f to %.0f MB; last quarter against first: %+.1f %%; errors: %d; ", NR, least / 1024, most / 1024, change, errors
        flat = change <= tolerance
        print (flat ? "flat" : "NOT FLAT")
        exit flat && errors == 0 ? 0 : 1
    }' "$work/samples"
