#!/bin/sh
# ci-setup.sh CATALOGUE NAME@VERSION...: sets up the plugins that a build needs, with nothing asked. CATALOGUE is the address of a Git
# repository or of an archive, or a folder. Run it as often as you like: what is there already stays as it is.
#
# SPIN is the program to use, if it is not the `spin` on PATH.
set -eu
if [ $# -lt 2 ]; then
    sed -n '2,3s/^# //p' "$0" >&2
    exit 2
fi
SPIN_PLUGINS_CATALOGUE=$1
export SPIN_PLUGINS_CATALOGUE
shift
spin=${SPIN:-spin}
"$spin" plugins update
for plugin; do
    "$spin" plugins install "${plugin%@*}" --version "${plugin#*@}" --yes
done
"$spin" plugins list --installed --format json
