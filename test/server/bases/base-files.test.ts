import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel } from '../../../model/format/model-file';
import type { BaseFile } from '../../../server/bases/base-file';
import { findBases } from '../../../server/bases/find';
import { type BaseProblem, decodeBase, readHeaders } from '../../../server/bases/load';
import { forgetOwnBase, ownBasePath, tellProblem } from '../../../server/bases/own-bases';
import { worded } from '../../../server/sentences';
import { exampleModel } from '../../model/format/example-model';

const sound = encodeModel(exampleModel({ corpus: undefined }), 'int8');

describe('base files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-bases-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function put(bytes: Uint8Array | string, name = 'x.inkling'): BaseFile {
    writeFileSync(join(folder, name), bytes);
    return { path: join(folder, name), origin: 'own' };
  }

  it('tell from their header what they are', () => {
    const problems: BaseProblem[] = [];
    const [header] = readHeaders([{ ...put(sound, 'english.inkling'), origin: 'shipped' }], problems);
    const { fingerprint, path, ...info } = header!.info; // there is one, as there is no problem
    assert.deepEqual(problems, []);
    assert.deepEqual(info, {
      origin: 'shipped',
      name: 'English',
      bytes: sound.length,
      vocabularySize: 6,
      words: 6,
      madeAt: '2026-01-01T00:00:00.000Z',
      collections: [],
    });
    assert.deepEqual(header!.frequentWords, ['call', 'me', 'Ishmael']);
    const other = encodeModel(exampleModel({ corpus: undefined, history: [] }), 'int8');
    const [second] = readHeaders([put(other, 'other.inkling')], problems);
    assert.notEqual(second!.info.fingerprint, fingerprint);
  });

  const text = Buffer.from(sound).toString('latin1');
  const latin1 = (changed: string) => Buffer.from(changed, 'latin1');
  for (const [what, bytes, reason] of [
    ['empty', '', /at least 8 bytes/],
    ['no model at all', 'no model at all', /header length/],
    ['cut off in the header', sound.subarray(0, 200), /header length/],
    ['foreign', latin1(text.replace('"format":"inkling"', '"format":"another"')), /format/],
    ['newer', latin1(text.replace('"formatVersion":"1"', '"formatVersion":"9"')), /format version/],
    ['without words', latin1(text.replace('"vocabulary"', '"vokabulary"')), /vocabulary/],
  ] as [string, Uint8Array | string, RegExp][]) {
    it(`that are ${what} are told from their header`, () => {
      const problems: BaseProblem[] = [];
      assert.deepEqual(readHeaders([put(bytes)], problems), []);
      assert.equal(problems.length, 1);
      assert.ok(problems[0]!.damaged);
      assert.match(problems[0]!.reason, reason);
    });
  }

  it('that are cut off in the weights are told when these are read', () => {
    const problems: BaseProblem[] = [];
    const file = put(sound.subarray(0, sound.length - 10));
    assert.equal(readHeaders([file], problems).length, 1);
    assert.equal(decodeBase(file, problems), undefined);
    assert.match(problems[0]!.reason, /truncated/);
  });

  for (const [what, make] of [
    ['missing', () => {}],
    ['a folder', () => mkdirSync(join(folder, 'x.inkling'))],
  ] as const) {
    it(`that are ${what} can't be read, which is not the file's fault`, () => {
      make();
      const problems: BaseProblem[] = [];
      assert.deepEqual(readHeaders([{ path: join(folder, 'x.inkling'), origin: 'named' }], problems), []);
      assert.deepEqual(
        problems.map(({ damaged }) => damaged),
        [false],
      );
    });
  }

  for (const [origin, isSetAside, message] of [
    ['own', true, /set aside/],
    ['shipped', false, /Installing Inkling again/],
    ['named', false, /inkling\.base/],
  ] as const) {
    it(`of ${origin} origin that are damaged ${isSetAside ? 'are set aside' : 'stay where they are'}`, async () => {
      const { path } = put('damaged');
      const told = worded(await tellProblem({ path, origin, damaged: true, reason: 'It is damaged.' }));
      assert.match(told, message);
      assert.match(told, /It is damaged\.$/);
      assert.equal(existsSync(path), !isSetAside);
      assert.equal(readdirSync(folder).length, 1);
    });
  }

  it('are found by the setting', async () => {
    const ownFolder = join(folder, 'own');
    const shipped = join(folder, 'shipped');
    const find = (setting: string) => findBases({ setting, ownFolder, shipped });
    assert.deepEqual(await find('auto'), []);
    for (const made of [ownFolder, shipped]) mkdirSync(made);
    writeFileSync(join(shipped, 'english.inkling'), '');
    writeFileSync(join(ownFolder, 'My novels.inkling'), '');
    writeFileSync(join(ownFolder, 'My novels.inkling.damaged-1'), '');
    assert.deepEqual(await find('auto'), [
      { path: join(ownFolder, 'My novels.inkling'), origin: 'own' },
      { path: join(shipped, 'english.inkling'), origin: 'shipped' },
    ]);
    assert.deepEqual(await find('none'), []);
    assert.deepEqual(await find('/x/y.inkling'), [{ path: '/x/y.inkling', origin: 'named' }]);
  });

  for (const [name, file] of [
    ['My novels', 'My novels.inkling'],
    ['  Повести  ', 'Повести.inkling'],
    ['../../etc/passwd', 'etc passwd.inkling'],
    ['a/b\\c:d', 'a b c d.inkling'],
    ['...', undefined],
    ['', undefined],
    ['x'.repeat(300), `${'x'.repeat(80)}.inkling`],
  ] as const) {
    it(`are named ${file} for “${name.slice(0, 20)}”`, () => {
      assert.equal(ownBasePath('/bases', name), file && join('/bases', file));
    });
  }

  it('are forgotten only if they are the writer’s own', async () => {
    const { path } = put(sound, 'own.inkling');
    const elsewhere = mkdtempSync(join(tmpdir(), 'inkling-bases-'));
    const other = join(elsewhere, 'own.inkling');
    writeFileSync(other, sound);
    assert.equal(await forgetOwnBase(folder, other), false);
    assert.equal(await forgetOwnBase(folder, join(folder, '..', 'own.inkling')), false);
    assert.equal(await forgetOwnBase(folder, path), true);
    assert.deepEqual(readdirSync(folder), []);
    assert.ok(existsSync(other));
    rmSync(elsewhere, { recursive: true });
  });
});
