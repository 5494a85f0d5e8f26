import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type SourceFile, sourceFiles } from './sources';
import { computedKeysIn, holesIn, keysIn } from './translated';

/** By VS Code's names of its display languages. English is in the sources. */
const languages = ['de', 'fr', 'es', 'ru', 'zh-cn', 'pt-br'];

const sources = ['client', 'server'].flatMap(sourceFiles);
const read = (file: string): Record<string, string> => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** Faults of a translation: keys missing and left over, holes that differ, texts left in English. */
function faults(
  keys: Readonly<Record<string, string>>,
  translated: Readonly<Record<string, string>>,
): string[] {
  return [
    ...Object.keys(keys)
      .filter((key) => !translated[key]?.trim())
      .map((key) => `missing: ${key}`),
    ...Object.keys(translated)
      .filter((key) => !(key in keys))
      .map((key) => `left over: ${key}`),
    ...Object.entries(translated)
      .filter(([key, text]) => key in keys && holesIn(text).join() !== holesIn(keys[key] ?? '').join())
      .map(([key]) => `other holes: ${key}`),
    ...Object.entries(translated)
      .filter(([key, text]) => text === keys[key] && /[a-z]{2}.* .*[a-z]{2}/i.test(text))
      .map(([key]) => `left in English: ${key}`),
  ];
}

describe("the writer's language", () => {
  const keys = Object.fromEntries(keysIn(sources).map((key) => [key, key]));
  const manifest = read('package.nls.json');

  it('has a key for every text, written out where it is used', () => {
    assert.ok(Object.keys(keys).length > 100, 'the texts were not found');
    assert.deepEqual(computedKeysIn(sources), []);
  });

  for (const language of languages) {
    it(`is ${language}: no text of the client or the server is missing, left over or left in English`, () => {
      assert.deepEqual(faults(keys, read(`l10n/bundle.l10n.${language}.json`)), []);
    });

    it(`is ${language}: the same of the menus and settings`, () => {
      assert.deepEqual(faults(manifest, read(`package.nls.${language}.json`)), []);
    });
  }

  const table: [source: string, keys: string[]][] = [
    ["vscode.l10n.t('Show Loss')", ['Show Loss']],
    ["vscode.l10n.t(\n  'Only {0} words',\n  words,\n)", ['Only {0} words']],
    ['sentence("It can\'t be read: {0}", reason)', ["It can't be read: {0}"]],
    ["const t = vscode.l10n.t; t('Time (s)')", ['Time (s)']],
    ["sentence('can\\'t')", ["can't"]],
    ["t('…\\u00a0x')", ['…\u00a0x']],
    ["assert('x'); at('y'); this.t('z')", []],
  ];
  for (const [text, expected] of table) {
    it(`reads ${JSON.stringify(text)} as ${JSON.stringify(expected)}`, () => {
      const file: SourceFile = { path: 'a.ts', text };
      assert.deepEqual(keysIn([file]), expected);
    });
  }

  it('would notice every fault', () => {
    const found = faults(
      { a: 'One two three', b: 'Of {0} words', c: 'Gone' },
      { a: 'One two three', b: 'Von Wörtern', d: 'Neu' },
    );
    assert.deepEqual(found, ['missing: c', 'left over: d', 'other holes: b', 'left in English: a']);
    const computed = {
      path: 'a.ts',
      text: ['sentence(what);', 'vscode.l10n.t(`a $', '{b}`)'].join('').replace(';', ';\n'),
    };
    assert.equal(computedKeysIn([computed]).length, 2);
  });
});
