#!/usr/bin/env bash
# Compiles the kernels to WebAssembly again, with clang 22 (Debian: clang-22 and lld-22).
#
#   build.sh [FOLDER]      writes NAME.wasm into FOLDER, or beside the sources
#
# CLANG names another compiler. No SIMD: the measured engines differ in whether they have it.
set -euo pipefail
cd "$(dirname "$0")"
to=${1:-.}
while read -r name _; do
    "${CLANG:-clang-22}" --target=wasm32-unknown-unknown -O2 -mbulk-memory -ffreestanding -nostdlib -Wall -Wextra \
        -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=65536 "$name.c" -o "$to/$name.wasm"
    chmod 644 "$to/$name.wasm"
done <kernels.txt
