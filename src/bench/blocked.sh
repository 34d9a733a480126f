#!/usr/bin/env bash
# Many requests blocked on one upstream at the same time, in a server with a given heap: whether all are answered, and what it takes.
#
#   blocked.sh [-n REQUESTS] [-x HEAP] [-a APP] [-p PATH]
#
# 10000 requests and a heap of 2g, unless told otherwise. APP is a manifest or its folder; its guest asks the {upstream} (HOST:PORT) of PATH and
# waits. Without -a it is the C guest in blocked/, which has one page of memory. The process needs one open file for each request and some more.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
find_jvm
need_classes

count=10000 heap=2g app=$bench/blocked path='/{upstream}'
while getopts n:x:a:p: option; do
    case $option in
        n) count=$OPTARG ;;
        x) heap=$OPTARG ;;
        a) app=$OPTARG ;;
        p) path=$OPTARG ;;
        *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done

log=$(mktemp)
SPIN_JVM_OPTS="${SPIN_JVM_OPTS:-} -Xmx$heap" "$bench/../../spin" up -f "$app" --listen 127.0.0.1:0 \
    --max-concurrent-requests "$count" >"$log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -f "$log"' EXIT
url=''
while [ -z "$url" ]; do
    kill -0 $server 2>/dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.2
    url=$(sed -n 's/^Serving //p' "$log")
done
"$java" -cp "$bench/target/lib/*" dev.spinjvm.bench.BlockedRequests "$url" $server "$count" "$path" || { cat "$log" >&2; exit 1; }
