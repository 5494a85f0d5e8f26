import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel } from '../../../model/format/model-file';
import type { SuggestedWord } from '../../../server/command-line/suggest';
import type { Evaluation } from '../../../server/protocol';
import { referenceLogProbabilities } from '../../model/prediction/reference-network';
import { run, runJson } from './run';

describe('command line', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  describe('the tutorial preset on one sentence', () => {
    it('drives its loss below 0.1', async () => {
      writeFileSync(path('sentence.txt'), 'I like to play.\n');
      const result = await runJson<{ trainingLoss: number; reason: string }>(
        ...['train', path('sentence.txt'), '--preset', 'tutorial', '--model', path('tutorial.inkling')],
      );
      ok(result.trainingLoss < 0.1);
      equal(result.reason, 'converged'); // long before the default budget is spent
    });

    const next: [text: string, word: string][] = [
      ['I ', 'like'],
      ['I like ', 'to'],
      ['I like to ', 'play'],
      ['I l', 'like'],
      ['I like to pl', 'play'],
    ];
    for (const [text, word] of next) {
      it(`suggests ${word} after "${text}"`, async () => {
        const words = await runJson<SuggestedWord[]>('suggest', text, '--model', path('tutorial.inkling'));
        equal(words[0]?.text, word);
        ok(words[0].probability > 0.9 && words[0].probability <= 1);
      });
    }

    for (const inputs of ['embedding', 'one-hot']) {
      it(`prints its loss as it falls, and what it would say next: inputs ${inputs}`, async () => {
        const { code, stderr } = await run(
          ...['train', path('sentence.txt'), '--preset', 'tutorial', '--inputs', inputs, '--hidden', '20'],
          ...['--model', path('small.inkling')],
        );
        equal(code, 0, stderr);
        const lines = [...stderr.matchAll(/loss ([\d.]+); would say: (.*)\n/g)];
        const losses = lines.map(([, loss]) => Number(loss));
        ok(losses.length >= 6, stderr);
        deepEqual(
          losses,
          losses.toSorted((a, b) => b - a),
        );
        equal(lines.at(-1)?.[2], 'I like to play .');
        const words = await runJson<SuggestedWord[]>('suggest', 'I like ', '--model', path('small.inkling'));
        equal(words[0]?.text, 'to');
        match(
          (await run('info', '--model', path('small.inkling'))).stdout,
          /^network +tutorial: 1 × 20 elman/m,
        );
      });
    }

    it('says that other networks have no such inputs', async () => {
      const { code, stderr } = await run(
        ...[
          'train',
          path('sentence.txt'),
          '--preset',
          'gru',
          '--inputs',
          'one-hot',
          '--model',
          path('x.inkling'),
        ],
      );
      equal(code, 1);
      match(stderr, /--inputs is for --preset tutorial/);
    });

    it('says what it is', async () => {
      const info = await runJson<Record<string, unknown>>('info', '--model', path('tutorial.inkling'));
      equal(info.preset, 'tutorial');
      equal(info.cell, 'elman');
      equal(info.vocabularySize, 8);
      deepEqual(info.commonWords, ['I', 'like', 'to', 'play', '.']);
    });

    it('says the same in words', async () => {
      const { code, stdout } = await run('info', '--model', path('tutorial.inkling'));
      equal(code, 0);
      match(stdout, /^network +tutorial: 1 × 100 elman/m);
    });
  });

  describe('text that is tokenised already', () => {
    const train = ["no it was n't black monday", 'but while the <unk> stock exchange', 'the stock was black'];
    const test = ['the exchange was <unk>', "black monday was n't", 'unheard-of'];

    before(async () => {
      writeFileSync(path('train.txt'), train.map((line) => ` ${line} \n`).join(''));
      writeFileSync(path('test.txt'), test.map((line) => ` ${line} \n`).join(''));
      const { code, stderr } = await run(
        ...['train', path('train.txt'), '--tokens', 'whitespace', '--preset', 'tutorial', '--epochs', '3'],
        ...['--model', path('closed.inkling')],
      );
      equal(code, 0, stderr);
    });

    it("has a perplexity that is the formula's: every token and each line's </s>", async () => {
      const evaluation = await runJson<Evaluation>(
        'evaluate',
        path('test.txt'),
        '--model',
        path('closed.inkling'),
      );

      const model = decodeModel(readFileSync(path('closed.inkling')));
      const tokens = test.flatMap((line) => [...line.split(' '), '</s>']);
      const ids = tokens.map((token) => Math.max(0, model.vocabulary.keys.indexOf(token)));
      const predicted = referenceLogProbabilities(model.config, model.parameters, ids.slice(0, -1));
      const first = -Math.log(model.vocabulary.size); // before any token all scores are zero
      const logs = [first, ...predicted.map((row, index) => row[ids[index + 1]!]!)];
      const perplexity = Math.exp(-logs.reduce((sum, log) => sum + log, 0) / logs.length);

      equal(evaluation.tokens, tokens.length);
      ok(Math.abs(evaluation.perplexity / perplexity - 1) < 1e-5, `${evaluation.perplexity} ≠ ${perplexity}`);
    });

    it('is read in no other way', async () => {
      const { code, stderr } = await run(
        ...['evaluate', path('test.txt'), '--model', path('closed.inkling'), '--tokens', 'prose'],
      );
      equal(code, 1);
      match(stderr, /closed\.inkling was trained with --tokens whitespace, and reads nothing else\n$/);
    });

    it('completes and continues lines as they are', async () => {
      const suggest = (text: string) =>
        runJson<SuggestedWord[]>('suggest', text, '--model', path('closed.inkling'), '--count', '100');
      deepEqual(
        (await suggest('the sto')).map(({ text }) => text),
        ['stock'],
      );
      const all = await suggest('the ');
      const sum = all.reduce((total, { probability }) => total + probability, 0);
      ok(Math.abs(sum - 1) < 1e-5);
      ok(all.every(({ text }) => !text.startsWith('<')));
    });
  });

  describe('the engine on one sentence', () => {
    it('ends with its budget, with nothing held out, and knows the sentence', async () => {
      const model = path('sentence.inkling');
      const result = await runJson<Record<string, number>>(
        ...['train', path('sentence.txt'), '--budget', '1s', '--base', 'none', '--model', model],
      );
      equal(result.heldOutTokens, 0);
      equal(result.heldOutPerplexity, undefined);
      ok(Number(result.trainingLoss) < 1 && Number(result.seconds) < 10);
      const words = await runJson<SuggestedWord[]>('suggest', 'I like ', '--model', model);
      equal(words[0]?.text, 'to');
    });
  });

  describe('the engine', () => {
    before(async function () {
      this.timeout(60_000);
      const sentence = (i: number) =>
        `The ${['old', 'new', 'red'][i % 3]} ship sailed ${['north', 'south'][i % 2]} again.`;
      const paragraph = (i: number) => Array.from({ length: 20 }, (_, j) => sentence(i + j)).join(' ');
      writeFileSync(path('book.md'), Array.from({ length: 30 }, (_, i) => paragraph(i)).join('\n\n'));
      const { code, stderr, stdout } = await run(
        ...['train', path('book.md'), '--hidden', '8', '--epochs', '4', '--model', path('book.inkling')],
      );
      equal(code, 0, stderr);
      match(stdout, /^network +gru, hidden size 8/m);
      match(stderr, /tokens to learn from/);
    });

    it("trains a network and fits a mixture that suggest the text's own words", async () => {
      const words = await runJson<SuggestedWord[]>(
        'suggest',
        'The old ship ',
        '--model',
        path('book.inkling'),
      );
      equal(words[0]?.text, 'sailed');
      const { mixture, heldOutPerplexity } = await runJson<Record<string, unknown>>(
        'info',
        '--model',
        path('book.inkling'),
      );
      ok(mixture && Number(heldOutPerplexity) > 1);
    });

    it('suggests as many words as are asked for', async () => {
      const words = await runJson<SuggestedWord[]>(
        ...['suggest', 'The old ship ', '--model', path('book.inkling'), '--count', '7'],
      );
      equal(words.length, 7);
      ok(words.every(({ probability }, rank) => probability <= (words[rank - 1]?.probability ?? 1)));
    });

    it('is measured whole and by its parts', async () => {
      const { components, perplexity } = await runJson<Evaluation>(
        ...['evaluate', path('book.md'), '--model', path('book.inkling')],
      );
      ok(perplexity < 5);
      const adapted = await runJson<Evaluation>(
        ...['evaluate', path('book.md'), '--model', path('book.inkling'), '--adapt'],
        ...['--chart', path('calibration.svg')],
      );
      match(readFileSync(path('calibration.svg'), 'utf8'), /^<svg .*<circle /s);
      ok(adapted.perplexity <= perplexity); // it learns on, if held-out text said that this helps
      deepEqual(Object.keys(components).sort(), ['counts', 'mixture', 'network', 'neuralCache', 'recency']);
    });
  });
});
