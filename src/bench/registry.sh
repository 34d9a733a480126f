#!/usr/bin/env bash
# An application with large files to a registry on this machine and back: this program beside skopeo, in turns.
#
#   registry.sh [-n ROUNDS] [-m MEGABYTES] [-l LAYERS] [-x HEAP] [SPIN]
#
# SPIN is the program, the checkout's by default; HEAP the most its heap may be (256m). Needs docker-registry, skopeo and python3.
# Each round wipes the registry, pushes with the one, wipes and pushes with the other; then each pulls into an empty folder. Both move
# the same blobs: skopeo pushes the artifact from a folder in the OCI layout, and pulls it into one.
# Prints medians: wall time, processor time of the client, its memory at most, and ratios against skopeo.
set -euo pipefail

rounds=7 megabytes=500 layers=5 heap=256m
while getopts n:m:l:x: option; do
    case $option in
        n) rounds=$OPTARG ;;
        m) megabytes=$OPTARG ;;
        l) layers=$OPTARG ;;
        x) heap=$OPTARG ;;
        *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))
here=$(cd "$(dirname "$0")" && pwd)
for program in docker-registry skopeo python3; do
    command -v $program >/dev/null || { echo "$program is needed" >&2; exit 1; }
done

exec python3 - "$rounds" "$megabytes" "$layers" "$heap" "$here/../../examples/hello-c" "${1:-$here/../../spin}" <<'PYTHON'
import os, pathlib, shutil, socket, statistics, subprocess, sys, tempfile, time

rounds, megabytes, layers = map(int, sys.argv[1:4])
heap, example, spin = sys.argv[4], pathlib.Path(sys.argv[5]), os.path.abspath(sys.argv[6])
folder = pathlib.Path(tempfile.mkdtemp(prefix="registry-bench"))
app, store, layout, target = (folder / name for name in ("app", "store", "layout", "target"))
environment = {**os.environ, "HOME": str(folder), "SPIN_JVM_OPTS": f"-Xmx{heap} {os.environ.get('SPIN_JVM_OPTS', '')}"}
environment.pop("XDG_CACHE_HOME", None)


def write_app():
    shutil.copytree(example, app)
    (app / "assets").mkdir()
    for number in range(layers):
        (app / "assets" / f"{number}.bin").write_bytes(os.urandom((megabytes << 20) // layers))
    manifest = app / "spin.toml"
    source = [line for line in manifest.read_text().splitlines() if not line.startswith("files")]
    where = next(i for i, line in enumerate(source) if line.startswith("source"))
    source.insert(where + 1, 'files = [{ source = "assets", destination = "/assets" }]')
    manifest.write_text("\n".join(source) + "\n")


def serve():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "registry.yml"
    config.write_text(f"version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\n"
                      f"storage: {{filesystem: {{rootdirectory: {store}}}}}\nhttp: {{addr: '127.0.0.1:{port}'}}\n")
    server = subprocess.Popen(["docker-registry", "serve", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return server, f"127.0.0.1:{port}"
        except ConnectionError:
            time.sleep(0.05)


def run(command):
    with open(folder / "said", "w+b") as said:
        start = time.monotonic()
        child = subprocess.Popen(command, env=environment, cwd=app, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        if status:
            said.seek(0)
            sys.exit(f"{command} failed:\n{said.read().decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def fresh(path):
    shutil.rmtree(path, ignore_errors=True)
    # What the one left unwritten is not to be written while the other is measured.
    os.sync()


def pull_spin():
    fresh(target)
    return run([spin, "registry", "pull", f"{host}/team/app:v1", "--cache-dir", str(target)])


def pull_skopeo(kind):
    fresh(target)
    return run(["skopeo", "copy", "--src-tls-verify=false", f"docker://{host}/team/app:v1", f"{kind}:{target}" + (":v1" if kind == "oci" else "")])


def push_spin():
    fresh(store)
    return run([spin, "registry", "push", f"{host}/team/app:v1"])


def push_skopeo():
    fresh(store)
    return run(["skopeo", "copy", "--dest-tls-verify=false", f"oci:{layout}:v1", f"docker://{host}/team/app:v1"])


def table(what, peers):
    seen = {name: [] for name in peers}
    for _ in range(rounds):
        for name, action in peers.items():
            seen[name].append(action())
    first = None
    print(f"| {what} | wall, ms | least | processor, ms | MB at most | ratio wall | ratio processor |\n|---|--:|--:|--:|--:|--:|--:|")
    for name, values in seen.items():
        wall, used, memory = (statistics.median(value[i] for value in values) for i in range(3))
        first = first or (wall, used)
        least = min(value[0] for value in values)
        print(f"| {name} | {wall * 1e3:.0f} | {least * 1e3:.0f} | {used * 1e3:.0f} | {memory:.0f} | {wall / first[0]:.2f} | {used / first[1]:.2f} |")
    print(flush=True)


server = None
try:
    write_app()
    server, host = serve()
    run([spin, "registry", "push", f"oci:{layout}:v1"])
    table(f"push of {megabytes} MB in {layers} files", {"skopeo": push_skopeo, "spin": push_spin})
    table("pull", {"skopeo to oci:": lambda: pull_skopeo("oci"), "skopeo to dir:": lambda: pull_skopeo("dir"), "spin": pull_spin})
finally:
    if server is not None:
        server.terminate()
        server.wait()
    shutil.rmtree(folder, ignore_errors=True)
PYTHON
