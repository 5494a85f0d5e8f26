// Builds and packs the extension: inkling-VERSION.vsix in the checkout's root. What goes in is .vscodeignore's to say.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packs dist/ as it stands and returns the .vsix file's path. */
export async function packageExtension() {
  const { createVSIX } = await import('@vscode/vsce');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packagePath = join(root, `inkling-${version}.vsix`);
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false, // everything is bundled
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    skipLicense: true,
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!build()) process.exit(1);
  const file = await packageExtension();
  console.log(`${file} (${Math.ceil(statSync(file).size / 1024)} KB)`);
}
