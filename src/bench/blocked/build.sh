#!/bin/sh
# Rebuilds relay.wasm. Needs clang with a wasm32 target, wasm-ld and wasm-tools, and the WIT of WASI 0.2.12, one folder a package:
#   build.sh WIT_FOLDER      (in a checkout: runtime/wasi/src/main/resources/wit/wasi-0.2.12)
set -eu
cd "$(dirname "$0")"
deps=${1:?usage: build.sh WIT_FOLDER}
wit=$(mktemp -d)
trap 'rm -rf "$wit"' EXIT
cp world.wit "$wit/"
cp -r "$deps" "$wit/deps"
"${CC:-clang-22}" --target=wasm32-unknown-unknown -O2 -nostdlib -Wl,--no-entry -Wl,--strip-debug -Wl,-z,stack-size=8192 relay.c -o "$wit/core.wasm"
wasm-tools component embed --world relay "$wit" "$wit/core.wasm" -o "$wit/embedded.wasm"
wasm-tools component new "$wit/embedded.wasm" -o relay.wasm
chmod 644 relay.wasm
