// npm run package [-- --out FILE] [-- --no-build]: builds and packs the extension, by default into inkling-VERSION.vsix in
// the checkout's root. What goes in is .vscodeignore's to say.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pageOf } from './extension-page.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packs dist/ as it stands into the file `out` and returns its path. */
export async function packageExtension(out = defaultFile()) {
  const { createVSIX } = await import('@vscode/vsce');
  const packagePath = resolve(out);
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  writeFileSync(join(root, 'dist/page.md'), pageOf(readme, root, repository?.url));
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false, // everything is bundled
    allowMissingRepository: true,
    readmePath: 'dist/page.md',
    rewriteRelativeLinks: false, // extension-page.mjs has done it
  });
  return packagePath;
}

/** Builds everything that ships; true when it succeeded. */
export function build() {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0;
}

function defaultFile() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return join(root, `inkling-${version}.vsix`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { out: { type: 'string' }, build: { type: 'boolean', default: true } };
  const { values } = parseArgs({ options, allowNegative: true });
  if (values.build && !build()) process.exit(1);
  const file = await packageExtension(values.out);
  console.log(`${file} (${Math.ceil(statSync(file).size / 1024)} KB)`);
}
