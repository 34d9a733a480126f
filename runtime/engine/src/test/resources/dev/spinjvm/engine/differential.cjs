// Runs the calls that calls.txt lists in the modules beside it, and prints what DifferentialTest expects.
'use strict';
const fs = require('fs');
const directory = process.argv[2];
const view = new DataView(new ArrayBuffer(8));

function value(type, hex) {
  view.setBigUint64(0, BigInt.asUintN(64, BigInt('0x' + hex)), true);
  switch (type) {
    case 'i32': return view.getInt32(0, true);
    case 'i64': return view.getBigInt64(0, true);
    case 'f32': return view.getFloat32(0, true);
    default: return view.getFloat64(0, true);
  }
}

function bits(type, result) {
  view.setBigUint64(0, 0n, true);
  switch (type) {
    case 'i32': view.setInt32(0, result, true); break;
    case 'i64': view.setBigInt64(0, result, true); break;
    case 'f32': view.setFloat32(0, result, true); break;
    default: view.setFloat64(0, result, true);
  }
  return view.getBigUint64(0, true).toString(16);
}

function outcome(call, results, args) {
  let got;
  try {
    got = call(...args);
  } catch (e) {
    if (e instanceof WebAssembly.RuntimeError) return 'trap';
    throw e;
  }
  const all = results.length === 0 ? [] : results.length === 1 ? [got] : [...got];
  return '[' + all.map((r, i) => bits(results[i], r)).join(',') + ']';
}

const list = text => text === ':' ? [] : text.slice(1).split(',');
const out = [];
let guest;
let fuel;
for (const line of fs.readFileSync(directory + '/calls.txt', 'utf8').split('\n')) {
  const words = line.split(' ');
  if (words[0] === 'module') {
    const module = new WebAssembly.Module(fs.readFileSync(directory + '/' + words[1] + '.wasm'));
    guest = new WebAssembly.Instance(module).exports;
    fuel = Number(words[2]);
    out.push('module ' + words[1]);
  } else if (words.length > 1) {
    const params = list(words[1]);
    guest.fuel(fuel);
    const result = outcome(guest[words[0]], list(words[2]), list(words[3]).map((hex, i) => value(params[i], hex)));
    out.push(words[0] + ' ' + result + ' ' + BigInt.asUintN(64, guest.hash()).toString(16));
  }
}
console.log(out.join('\n'));
