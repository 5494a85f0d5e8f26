// What is bundled from others travels with their licences, as these ask for.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the licence of every package that the bundles took a file of. Fails for a package without one. */
export function writeNotices(metafiles, file) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0),
    ),
  );
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const notices = [...folders].sort().map(notice);
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
