#!/usr/bin/env bash
# How long processes take to start: any number of them, taken in turn in each round, so that a busy machine is busy for all.
#
#   startup.sh [-n ROUNDS] [-s] [-p PATH] NAME=COMMAND...
#
# Each COMMAND is run by a shell, to its end; what counts is from start to exit. With -s each COMMAND is a server on port $PORT of
# 127.0.0.1, run in the foreground in a session of its own; what counts is from start to the first answer of 2xx or 3xx to PATH,
# asked for every 2 ms, and it is ended after that. Begin it with exec, or a shell is counted with it.
# Prints medians: wall time, processor time (user and system, the children's as well), and ratios against the first.
set -euo pipefail

rounds=15 path=/ server=
while getopts n:p:s option; do
    case $option in
        n) rounds=$OPTARG ;;
        p) path=$OPTARG ;;
        s) server=1 ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }

# Python's clock and rusage: a shell's own are too coarse, and it would have to start curl for each question.
exec python3 - "$rounds" "${server:-0}" "$path" "$@" <<'PYTHON'
import http.client, os, signal, socket, statistics, subprocess, sys, time

rounds, serving, path = int(sys.argv[1]), sys.argv[2] == "1", sys.argv[3]
peers = [argument.split("=", 1) for argument in sys.argv[4:]]
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command):
    start = time.monotonic()
    child = subprocess.Popen(["sh", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    usage = os.wait4(child.pid, 0)[2]
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        return connection.getresponse().status < 400
    except (ConnectionError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def processor_time(group):
    ticks = 0
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def serve(command):
    port = free_port()
    start = time.monotonic()
    child = subprocess.Popen(["sh", "-c", command], env={**os.environ, "PORT": str(port)}, start_new_session=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while not answers(port):
        if child.poll() is not None:
            sys.exit(f"{command} ended:\n{child.stderr.read().decode()}")
        if time.monotonic() - start > 120:
            os.killpg(child.pid, signal.SIGKILL)
            sys.exit(f"{command} did not answer in 120 s")
        time.sleep(0.002)
    wall = time.monotonic() - start
    used = processor_time(child.pid)
    os.killpg(child.pid, signal.SIGTERM)
    child.stderr.close()
    child.wait()
    return wall, used


seen = {name: [] for name, _ in peers}
for _ in range(rounds):
    for name, command in peers:
        seen[name].append((serve if serving else run)(command))
print("| start | wall, ms | least | processor, ms | ratio wall | ratio processor |\n|---|--:|--:|--:|--:|--:|")
first = None
for name, values in seen.items():
    wall = statistics.median(value[0] for value in values) * 1e3
    used = statistics.median(value[1] for value in values) * 1e3
    first = first or (wall, used)
    least = min(value[0] for value in values) * 1e3
    print(f"| {name} | {wall:.0f} | {least:.0f} | {used:.0f} | {wall / first[0]:.2f} | {used / max(first[1], 1):.2f} |")
PYTHON
