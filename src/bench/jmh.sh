#!/usr/bin/env bash
# The benchmarks of the engine, the canonical ABI and instances, in JMH, with the JVM flags of the launcher for servers.
#
#   jmh.sh [JMH OPTIONS]                                    -h shows them; InstanceCosts, AbiCalls or EngineKernels chooses some
#   jmh.sh InstanceCosts -p guest=A.wasm,B.wasm             instance costs of other guests
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
find_jvm
need_classes
cd "$bench/../.."
# shellcheck disable=SC2086 # flags are words
exec "$java" $flags -cp "$bench/target/lib/*" org.openjdk.jmh.Main "$@"
