#!/bin/sh
# Spin on the JVM in one file: this script, and behind it an archive with the program, its Java runtime and its AOT caches.
# The first start unpacks it into a folder of the user's cache that is named by the archive's digest; later ones go straight there.
# Folders of other versions stay, since programs may be running from them; each can be removed at any time.
set -eu
cache=${XDG_CACHE_HOME:-${HOME:?needed to find the cache}/.cache}/spin/versions
folder=$cache/@VERSION@-@DIGEST@
if ! [ -x "$folder/spin" ]; then
    mkdir -p "$cache"
    new=$(mktemp -d "$cache/.unpacking.XXXXXX")
    trap 'rm -rf "$new"' EXIT
    trap 'exit 130' INT TERM HUP
    if ! tail -n +@LINES@ "$0" | tar -xzf - -C "$new" --strip-components=1 2>/dev/null || ! [ -x "$new/spin" ]; then
        echo "Error: $0 is damaged, or there is no room in $cache" >&2
        exit 1
    fi
    chmod 755 "$new"
    # One rename makes it whole. Of two starts at once one comes second: its rename fails or lands inside, and goes away.
    mv "$new" "$folder" 2>/dev/null || [ -x "$folder/spin" ]
    rm -rf "${folder:?}/${new##*/}" "$new"
    trap - EXIT INT TERM HUP
fi
exec "$folder/spin" "$@"
