#!/bin/sh
# package.sh FOLDER NAME VERSION OUTPUT [URL]: makes the archive of a plugin, and the manifest that names it, in folder OUTPUT.
# FOLDER holds the program NAME and whatever it needs beside it. URL is where the archive will be; without it, where it is now.
set -eu
if [ $# -lt 4 ]; then
    sed -n '2,3s/^# //p' "$0" >&2
    exit 2
fi
folder=$1 name=$2 version=$3 output=$4
[ -x "$folder/$name" ] || { echo "Error: there is no program '$folder/$name'" >&2; exit 1; }
mkdir -p "$output"
output=$(CDPATH='' cd -- "$output" && pwd)
archive=$output/$name-$version.tar.gz
# The same plugin gives the same archive, on every day and for everybody.
(cd "$folder" && find . -type f | LC_ALL=C sort | sed 's|^\./||' |
    tar --create --owner=0 --group=0 --numeric-owner --mtime=@0 --files-from=- | gzip -n >"$archive")
url=${5:-file://$archive}
sha256=$(sha256sum "$archive" | cut -d ' ' -f 1)
case $(uname -m) in
    x86_64) arch=amd64 ;;
    arm64 | aarch64) arch=aarch64 ;;
    *) arch=$(uname -m) ;;
esac
case $(uname -s) in
    Darwin) os=macos ;;
    *) os=linux ;;
esac
cat >"$output/$name.json" <<END
{
  "name": "$name",
  "description": "The sample plugin $name",
  "version": "$version",
  "spinCompatibility": ">=2.0",
  "license": "Apache-2.0",
  "packages": [
    { "os": "$os", "arch": "$arch", "url": "$url", "sha256": "$sha256" }
  ]
}
END
echo "$output/$name.json"
