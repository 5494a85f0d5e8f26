import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const samples = resolve(__dirname, '../../samples');

/** The sample folder's files, by name: a story in which the same phrases come back. */
export function sampleFiles(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(samples).map((name) => [name, readFileSync(join(samples, name), 'utf8')]),
  );
}
