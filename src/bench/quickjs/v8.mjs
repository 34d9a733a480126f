// Runs a transpiled component in V8: v8.mjs WASM ROUNDS WARM-UP-MS SAMPLES prints median, least and first milliseconds of CPU time, and the checksum.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// Beside the component lies what was made of it for V8.
const folder = resolve(dirname(process.argv[2]), "v8");
const [rounds, warmUp, samples] = process.argv.slice(3).map(Number);
const { instantiate } = await import(pathToFileURL(`${folder}/quickjs.js`));
const { run } = await instantiate(async (name) => WebAssembly.compile(await readFile(`${folder}/${name}`)), {});

// The CPU time of the process: after the warm-up no other thread of it has work.
const now = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
};

let begin = now();
const sum = run(rounds) >>> 0;
const first = now() - begin;
for (begin = now(); now() - begin < warmUp; ) run(rounds);
const times = [];
for (let i = 0; i < samples; i++) {
    begin = now();
    if (run(rounds) >>> 0 !== sum) throw new Error("another checksum");
    times.push(now() - begin);
}
times.sort((a, b) => a - b);
console.log([times[samples >> 1], times[0], first].map((t) => t.toFixed(3)).join(" "), sum);
