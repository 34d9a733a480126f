// Runs one kernel in V8: v8.mjs WASM ROUNDS WARM-UP-MS SAMPLES; prints what measure() prints.
import { readFileSync } from "node:fs";
import { measure } from "../v8.mjs";

const [file, ...numbers] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
measure(file, instance.exports.run, numbers.map(Number));
