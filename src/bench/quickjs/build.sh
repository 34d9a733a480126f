#!/usr/bin/env bash
# Makes the QuickJS guest of the benchmark: script.js as a component without imports, and the same component for V8.
#
#   build.sh FOLDER      writes FOLDER/quickjs.wasm and FOLDER/v8/
#
# Needs npm with componentize-qjs 0.4.5 (its guest is QuickJS-ng, MIT licence) and @bytecodealliance/jco 1.35.0; they are installed into
# FOLDER/npm, or NODE_MODULES names a folder that has them.
set -euo pipefail
[ $# = 1 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
to=$(cd "$1" && pwd)
modules=${NODE_MODULES:-}
if [ -z "$modules" ]; then
    modules=$to/npm/node_modules
    if [ ! -x "$modules/.bin/jco" ] || [ ! -x "$modules/.bin/componentize-qjs" ]; then
        npm install --silent --no-audit --no-fund --prefix "$to/npm" componentize-qjs@0.4.5 @bytecodealliance/jco@1.35.0
    fi
fi
# The runtime without the async ABI; WASI is not imported, so nothing but the script is measured.
"$modules/.bin/componentize-qjs" --sync --stub-wasi -w "$here/world.wit" -n script -j "$here/script.js" -o "$to/quickjs.wasm" >&2
rm -rf "$to/v8"
"$modules/.bin/jco" transpile "$to/quickjs.wasm" --name quickjs --instantiation async -o "$to/v8" >&2
echo '{"type": "module"}' >"$to/v8/package.json"
