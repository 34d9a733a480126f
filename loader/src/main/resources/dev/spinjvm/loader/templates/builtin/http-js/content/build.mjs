// Bundles the source into one file, which j2w then makes a component.
import { mkdir } from 'node:fs/promises';
import { build } from 'esbuild';
import { SpinEsbuildPlugin } from '@spinframework/build-tools/plugins/esbuild/index.js';

await mkdir('./dist', { recursive: true });
await build({
  entryPoints: ['./src/index.js'],
  outfile: './build/bundle.js',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  plugins: [await SpinEsbuildPlugin()],
});
