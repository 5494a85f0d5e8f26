import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './sources';

/** All that a .vsix may hold; vsce writes the first two itself, and changes the case of some. */
const shipped = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(\.nls(\.[\w-]+)?)?\.json$/,
  /^extension\/(README|CHANGELOG)\.md$/i,
  /^extension\/LICENSE(\.txt|\.md)?$/i,
  /^extension\/PRIVACY\.md$/,
  /^extension\/media\/(icon\.png|inkling\.svg|walkthrough\/\w+\.svg)$/,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/dist\/(client|server|training-worker|corpus-worker|base-worker|store-worker|checkpoint-worker|loss-view)\.js$/,
  /^extension\/dist\/loss-view\.css$/,
  /^extension\/dist\/third-party-notices\.txt$/,
  /^extension\/dist\/bill-of-materials\.json$/,
  /^extension\/dist\/kernels(-relaxed|-unshared)?\.wasm$/,
  /^extension\/bases\/\w+\.inkling$/,
];
/** What it can't do without. */
const needed = [
  'client.js',
  'server.js',
  'training-worker.js',
  'corpus-worker.js',
  'base-worker.js',
  'store-worker.js',
  'checkpoint-worker.js',
  'loss-view.js',
  'kernels.wasm',
  'kernels-unshared.wasm',
  'third-party-notices.txt',
  'bill-of-materials.json',
];

describe('the .vsix', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-package-'));
  const file = join(folder, 'inkling.vsix');
  let names: string[] = [];

  before(function () {
    this.timeout(60_000);
    const build = existsSync(join(root, 'dist/server.js')) ? ['--no-build'] : [];
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'scripts/package.mjs'), ...build, '--out', file],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    names = namesInZip(readFileSync(file));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is smaller than 20 MB', () => {
    assert.ok(readFileSync(file).length < 20_000_000, `${readFileSync(file).length} bytes`);
  });

  it('holds the bases of the two languages that it speaks from the first word on', () => {
    const bases = names.filter((name) => name.startsWith('extension/bases/')).sort();
    assert.deepEqual(bases, ['extension/bases/english.inkling', 'extension/bases/russian.inkling']);
  });

  it('holds what it is allowed to and nothing else: no source, no map, no test', () => {
    assert.deepEqual(
      names.filter((name) => !shipped.some((pattern) => pattern.test(name))),
      [],
    );
  });

  it('holds every bundle and the kernels', () => {
    assert.deepEqual(
      needed.filter((name) => !names.includes(`extension/dist/${name}`)),
      [],
    );
  });
});

/** The entries of a zip file, from the directory at its end (APPNOTE.TXT 4.3.12 and 4.3.16). */
function namesInZip(zip: Buffer): string[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = zip.readUInt16LE(end + 10);
  let entry = zip.readUInt32LE(end + 16);
  const names: string[] = [];
  for (let index = 0; index < count; index++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      zip.readUInt16LE(entry + offset),
    );
    names.push(zip.toString('utf8', entry + 46, entry + 46 + nameLength!)); // three offsets, three lengths
    entry += 46 + nameLength! + extraLength! + commentLength!;
  }
  return names;
}
