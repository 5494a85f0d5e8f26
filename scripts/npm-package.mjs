// The npm package: the command line and the language server, for every editor that isn't VS Code.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npmEnvironment } from './npm.mjs';

/** From the checkout's root, as built. */
const files = [
  'LICENSE',
  'PRIVACY.md',
  'EDITORS.md',
  'bases/english.inkling',
  'bases/russian.inkling',
  'dist/cli.js',
  'dist/training-worker.js',
  'dist/corpus-worker.js',
  'dist/base-worker.js',
  'dist/store-worker.js',
  'dist/checkpoint-worker.js',
  'dist/kernels.wasm',
  'dist/kernels-relaxed.wasm',
  'dist/kernels-unshared.wasm',
  'dist/third-party-notices.txt',
  'dist/bill-of-materials.json',
];

/** Packs it into the folder `out`; returns the file. */
export function packForNpm(root, out) {
  const staged = join(out, 'npm-package');
  for (const file of files) {
    mkdirSync(dirname(join(staged, file)), { recursive: true });
    cpSync(join(root, file), join(staged, file));
  }
  cpSync(join(root, 'dist/page.md'), join(staged, 'README.md'));
  const whole = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, description, version, license, repository, bin, keywords } = whole;
  const engines = { node: whole.engines.node };
  const manifest = { name, description, version, license, repository, bin, engines, keywords, files };
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const { status, stderr } = spawnSync('npm', ['pack', '--json', '--pack-destination', out], {
    cwd: staged,
    encoding: 'utf8',
    env: npmEnvironment(),
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  rmSync(staged, { recursive: true });
  return join(out, `${name}-${version}.tgz`);
}
