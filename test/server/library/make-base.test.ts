import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel } from '../../../model/format/model-file';
import { createLexicon } from '../../../model/vocabulary/lexicon';
import { type BaseRequest, makeBase } from '../../../server/library/make-base';
import { findLibrary, readLibrary } from '../../../server/library/read-library';
import { createWorkFiles } from '../../../server/library/work-files';
import { root } from '../../house/sources';

/** Sentences with something to learn, and a rare word now and then. */
function prose(paragraphs: number, from: number): string {
  const boats = ['schooner', 'dinghy', 'barge', 'cutter', 'ferry'];
  const places = ['harbour', 'river', 'open sea', 'quay', 'island'];
  return Array.from({ length: paragraphs }, (_, index) => {
    const n = from + index;
    const rare = n % 7 === 0 ? ` They called her the Zephyrine.` : '';
    return `The ${boats[n % 5]} went out to the ${places[(n * n) % 5]} in the morning, and the crew of the ${boats[(n + 2) % 5]} watched her from the ${places[n % 5]}.${rare}`;
  }).join('\n\n');
}

describe('making a base', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'inkling-library-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  mkdirSync(path('books'));
  writeFileSync(path('books/one.txt'), prose(120, 0));
  writeFileSync(path('books/two.txt'), prose(120, 300));
  mkdirSync(path('letters'));
  writeFileSync(
    path('letters/own.md'),
    `${'Dear Wilhelmina, the schooner is late again. '.repeat(40)}\n\n${prose(60, 900)}`,
  );

  const request = (changes: Partial<BaseRequest>): BaseRequest => ({
    paths: [path('books')],
    out: path('base.inkling'),
    seconds: 2,
    threads: 1,
    seed: 1,
    hiddenSize: 16,
    vocabularySize: 24,
    terms: 'made for this test',
    ...changes,
  });
  const lines: string[] = [];
  const host = { progress: (line: string) => void lines.push(line) };

  it('reads a library, its most frequent words as a vocabulary and the others counted', async () => {
    const library = await readLibrary(await findLibrary([path('books')]), { vocabularySize: 24 });
    assert.equal(library.vocabulary.size, 24);
    assert.ok(library.train.every((id) => id < 24) && library.valid.every((id) => id < 24));
    const zephyrine = library.rarerWords.find(({ key }) => key === 'zephyrine');
    assert.deepEqual(zephyrine, { key: 'zephyrine', form: 'Zephyrine', count: 35 });
    assert.deepEqual(
      library.collections.map(({ files, titles }) => ({ files, titles })),
      [{ files: 2, titles: ['one', 'two'] }],
    );
  });

  it('writes a small file that says what it has read, and leaves nothing beside it', async () => {
    const { model, bytes } = await makeBase(request({}), host);
    assert.equal(bytes, statSync(path('base.inkling')).size);
    const read = decodeModel(readFileSync(path('base.inkling')));
    const { library, heldOutLoss } = read.provenance;
    assert.equal(library?.collections[0]?.files, 2);
    assert.equal(library?.terms, 'made for this test');
    assert.match(library?.command ?? '', /^inkling base books --out base\.inkling --budget 2s --hidden 16/);
    assert.ok(heldOutLoss! < 3, String(heldOutLoss)); // of 24 words: log 24 = 3.2
    assert.equal(read.corpus, undefined);
    assert.equal(read.config.hiddenSize, model.config.hiddenSize);
    assert.ok(createLexicon(read.vocabulary, read.extraWords).baseProbability);
    assert.ok(!existsSync(path('base.inkling.text')) && !existsSync(path('base.inkling.partial')));
  });

  it('goes on from a base: its words first, the new ones behind them, what both have read', async () => {
    const { model, words } = await makeBase(
      request({
        paths: [path('letters')],
        from: path('base.inkling'),
        vocabularySize: undefined,
        out: path('own.inkling'),
      }),
      host,
    );
    const base = decodeModel(readFileSync(path('base.inkling')));
    assert.deepEqual(model.vocabulary.keys.slice(0, base.vocabulary.size), base.vocabulary.keys);
    assert.ok(model.vocabulary.idOf('wilhelmina') >= base.vocabulary.size);
    assert.equal(model.provenance.library?.collections.length, 2);
    assert.ok(words > 1000 && words < 3000, String(words));
  });

  it('goes on from a base with the text that it has read, and adds no rows where none are wanted', async () => {
    const base = decodeModel(readFileSync(path('base.inkling')));
    const { model } = await makeBase(
      request({
        from: path('base.inkling'),
        vocabularySize: base.vocabulary.size,
        out: path('longer.inkling'),
      }),
      host,
    );
    assert.deepEqual(model.vocabulary.keys, base.vocabulary.keys);
    assert.deepEqual(model.provenance.library?.collections, base.provenance.library?.collections);
    assert.equal(model.provenance.library?.terms, 'made for this test');
  });

  it('goes on where a kill cut it short', async () => {
    const out = path('killed.inkling');
    const cut = request({ out, seconds: 600, hiddenSize: 256, checkpointSeconds: 0.1 });
    const program = `require('./server/library/make-base').makeBase(${JSON.stringify(cut)}, { progress() {} })`;
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', program], { cwd: root });
    while (!existsSync(`${out}.partial`)) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGKILL');
    lines.length = 0;
    const { model } = await makeBase(request({ out, seconds: 3, hiddenSize: 256 }), host);
    assert.ok(
      lines.some((line) => /^goes on after \d+ s of training$/.test(line)),
      lines.join('\n'),
    );
    assert.ok(
      model.history.every(({ tokens }) => tokens > 0),
      'its tokens are counted on',
    );
    assert.ok(!existsSync(`${out}.text`) && !existsSync(`${out}.partial`));
  });

  const broken: [what: string, request: Partial<BaseRequest>, reason: RegExp][] = [
    ['a folder without text', { paths: [path('nothing')] }, /there is no text in it/],
    ['a missing base', { from: path('missing.inkling') }, /ENOENT/],
    ['a base that is none', { from: path('books/one.txt') }, /Not a readable model file/],
    ['a place that can’t be written to', { out: path('nowhere/base.inkling') }, /ENOENT/],
  ];
  mkdirSync(path('nothing'));
  for (const [what, changes, reason] of broken) {
    it(`refuses ${what}`, () => assert.rejects(makeBase(request(changes), host), reason));
  }
});

describe('work files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-work-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const out = join(folder, 'base.inkling');

  const table: [what: string, damage: () => void, fingerprint: string, found: boolean][] = [
    ['are read again', () => {}, 'a', true],
    ['of other texts are not gone on with', () => {}, 'b', false],
    ['that are damaged are not gone on with', () => writeFileSync(`${out}.partial`, 'x'), 'a', false],
    ['that are missing are not gone on with', () => rmSync(`${out}.partial`), 'a', false],
  ];
  for (const [what, damage, fingerprint, found] of table) {
    it(what, async () => {
      const plan = {} as never; // whatever JSON can hold comes back
      const vectors = { mean: Float32Array.of(1, 2, 3) };
      const position = { tokens: 70, seconds: 2, measurements: 1, withoutImprovement: 0 };
      const parameters = [{ name: 'decoder.bias', shape: [2], data: Float32Array.of(4, 5) }];
      const best = { config: {} as never, heldOutLoss: 1.5, parameters };
      const written = { plan, blocks: 7, ...position, vectors, best };
      await createWorkFiles(out, 'a').writeCheckpoint(written);
      damage();
      const read = await createWorkFiles(out, fingerprint).readCheckpoint();
      assert.equal(read !== undefined, found);
      if (found) assert.deepEqual(read, written);
    });
  }
});
