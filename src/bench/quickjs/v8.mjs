// Runs a transpiled component in V8: v8.mjs WASM ROUNDS WARM-UP-MS SAMPLES; prints what measure() prints.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { measure } from "../v8.mjs";

const [file, ...numbers] = process.argv.slice(2);
// Beside the component lies what was made of it for V8.
const folder = resolve(dirname(file), "v8");
const { instantiate } = await import(pathToFileURL(`${folder}/quickjs.js`));
const { run } = await instantiate(async (name) => WebAssembly.compile(await readFile(`${folder}/${name}`)), {});
measure(file, run, numbers.map(Number));
