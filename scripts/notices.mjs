// What is bundled from others travels with their licences, as these ask for.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of all packages that the bundles took a file of, in order. */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0),
    ),
  );
  return [...new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined))].sort();
}

/** Writes the licence of each of these packages. Fails for one without. */
export function writeNotices(folders, file) {
  const notices = folders.map(notice);
  writeFileSync(file, `Inkling contains these packages.\n\n${notices.join('\n')}`);
}

/** The innermost package that a file belongs to; undefined for our own. */
function packageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = readdirSync(folder).find((file) => /^(licen[cs]e|copying)\b/i.test(file));
  if (!license && !licence) throw new Error(`${name} has no licence: it may not be bundled`);
  const text =
    licence && existsSync(join(folder, licence)) ? readFileSync(join(folder, licence), 'utf8') : '';
  return `${'-'.repeat(80)}\n${name} ${version}, ${license}\n\n${text.trim()}\n`;
}
