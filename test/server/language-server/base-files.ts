import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sampleText, temporaryFolder } from './server-process';

const DIST = join(__dirname, '../../../dist');

/** Trains a base on a text in a second, with the command that makes real ones. */
export function makeBase(text: string, path: string): void {
  const library = temporaryFolder();
  writeFileSync(join(library, 'text.md'), text);
  mkdirSync(dirname(path), { recursive: true });
  const options = ['--out', path, '--budget', '1s', '--hidden', '32', '--threads', '1'];
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(DIST, 'cli.js'), 'base', library, ...options],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stderr);
  rmSync(library, { recursive: true });
}

/** The server as it is built, in a folder of its own with these bases beside it. */
export function bundleWith(bases: Record<string, string>): { bundle: string; remove(): void } {
  const folder = temporaryFolder();
  cpSync(DIST, join(folder, 'dist'), { recursive: true });
  mkdirSync(join(folder, 'bases'));
  for (const [name, path] of Object.entries(bases)) cpSync(path, join(folder, 'bases', name));
  return {
    bundle: join(folder, 'dist', 'server.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** As `sampleText`, in another language. */
export function russianText(sentences: number): string {
  const words: Record<string, string> = {
    'The captain': 'Капитан',
    'The old sailor': 'Старый моряк',
    Ishmael: 'Измаил',
    'The white whale': 'Белый кит',
    'Our little boat': 'Наша лодка',
    followed: 'видел',
    watched: 'слышал',
    remembered: 'помнил',
    feared: 'любил',
    'left behind': 'покинул',
    'the grey harbour': 'серую гавань',
    'the wild sea': 'бурное море',
    'the burning lamp': 'яркую лампу',
    'the northern wind': 'северный ветер',
    'the silent crew': 'тихую команду',
    'before the morning': 'перед рассветом',
  };
  let text = sampleText(sentences);
  for (const [english, russian] of Object.entries(words)) text = text.replaceAll(english, russian);
  return text;
}
