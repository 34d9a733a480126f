#!/bin/sh
# Builds main.wasm. Needs clang with a wasm32 target, wasm-ld and wasm-tools; the variable CC names another clang.
set -eu
cd "$(dirname "$0")"
"${CC:-clang}" --target=wasm32-unknown-unknown -std=c17 -Wall -O2 -mbulk-memory -ffreestanding -nostdlib -Wl,--no-entry -Wl,--strip-debug \
    -Wl,-z,stack-size=65536 main.c -o main.core.wasm
wasm-tools component embed --world service wit main.core.wasm -o main.core.wasm
wasm-tools component new main.core.wasm -o main.wasm
rm main.core.wasm
