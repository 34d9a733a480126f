#!/bin/sh
# Rebuilds the components that the built-in templates bring with them, and puts them in their places among the resources.
# Needs clang with a wasm32 target, wasm-ld and wasm-tools; the variable CC names another clang.
# The header and most of the interfaces are those of the template for C.
set -eu
cd "$(dirname "$0")"
templates=../main/resources/dev/spinjvm/loader/templates/builtin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r wit "$work/wit"
cp "$templates"/http-c/content/wit/deps/*.wit "$work/wit/deps/"
for name in static-fileserver redirect; do
    "${CC:-clang}" --target=wasm32-unknown-unknown -std=c17 -Wall -Wextra -Werror -Os -mbulk-memory -ffreestanding -nostdlib \
        -I "$templates/http-c/content" -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=16384 "$name.c" -o "$work/core.wasm"
    wasm-tools component embed --world service "$work/wit" "$work/core.wasm" -o "$work/embedded.wasm"
    wasm-tools component new "$work/embedded.wasm" -o "$work/component.wasm"
    wasm-tools strip --all "$work/component.wasm" -o "$templates/$name/content/$name.wasm"
done
