import '../vscode';
import assert from 'node:assert/strict';
import { csvOf, type LossViewTexts, type PastRun, updated } from '../../../client/loss-view/messages';
import { linesOf } from '../../../client/loss-view/series';
import { bestOf, partsTable, pointsTable, runsTable } from '../../../client/loss-view/tables';
import { RunLog, thinned } from '../../../client/views/run-log';
import type { LossHistory, LossPoint, LossUpdate } from '../../../server/protocol';

/** Every text stands for its own name. */
const texts = new Proxy({} as LossViewTexts, {
  get: (_, name) => (name === 'run' ? 'run {0}' : String(name)),
});
const points: LossPoint[] = [
  { seconds: 1, tokens: 100, trainingLoss: 6 },
  { seconds: 2, tokens: 200, trainingLoss: 5, heldOutLoss: 4.5, top1: 0.15, top3: 0.27 },
  { seconds: 3, tokens: 300, trainingLoss: 4, heldOutLoss: 4.25, top1: 0.17 },
];
const part = { perplexity: 90, top1: 0.2, top3: 0.3, keystrokeSavings1: 0.4 };
const history: LossHistory = {
  points,
  baseline: { name: 'counts', heldOutLoss: 5, top1: 0.1 },
  base: { name: 'English', heldOutLoss: 4.75 },
  whole: { together: part, counting: { ...part, keystrokeSavings1: 0.3 } },
  running: false,
};
const run: PastRun = {
  endedAt: '2024-05-01T12:00:00Z',
  history: { points: points.slice(0, 2), whole: history.whole },
};

describe('The figures of the loss view', () => {
  it('draws the network, what it is compared with, and runs of before, over common times', () => {
    const { times, lines } = linesOf(history, [run], texts);
    assert.deepEqual(times, [1, 2, 3]);
    assert.deepEqual(
      lines.map(({ label, values }) => [label.replace(/ \d.*/, ''), ...values]),
      [
        ['training', 6, 5, 4],
        ['heldOut', null, 4.5, 4.25],
        ['baseline', 5, 5, 5],
        ['base (English)', 4.75, 4.75, 4.75],
        ['run', null, 4.5, null],
      ],
    );
  });

  it('tells lines apart by more than colour', () => {
    const { lines } = linesOf(history, [run, run, run, run], texts);
    const looks = lines.map(({ dash, width }) => JSON.stringify([dash, width]));
    assert.equal(new Set(looks).size, looks.length);
    assert.equal(lines.length, 7, 'three runs at most');
  });

  it('says perplexity and the first guess where the pointer is', () => {
    const [, heldOut, baseline] = linesOf(history, [], texts).lines;
    assert.equal(heldOut?.describe(1), '4.500 · perplexity 90.0 · top1 15.0 %');
    assert.equal(heldOut?.describe(0), '–');
    assert.equal(baseline?.describe(0), '5.000 · perplexity 148.4');
  });

  it('has the same as tables, what the writer gets first', () => {
    assert.deepEqual(partsTable(history, texts)?.rows, [
      ['whole', '40.0 %', '20.0 %', '30.0 %', '90.0'],
      ['baseline', '30.0 %', '20.0 %', '30.0 %', '90.0'],
    ]);
    assert.equal(partsTable({ points, running: true }, texts), undefined);
    assert.deepEqual(pointsTable(history, texts).rows, [
      ['baseline', '', '', '5.000', '148.4', '10.0 %', ''],
      ['base (English)', '', '', '4.750', '115.6', '', ''],
      ['3.0', '300', '4.000', '4.250', '70.1', '17.0 %', ''],
      ['2.0', '200', '5.000', '4.500', '90.0', '15.0 %', '27.0 %'],
    ]);
    for (const { columns, rows } of [pointsTable(history, texts), runsTable([run], texts)!])
      for (const row of rows) assert.equal(row.length, columns.length);
    assert.deepEqual(runsTable([run], texts)?.rows[0]?.slice(1), ['2', '90.0', '15.0 %', '40.0 %']);
    assert.equal(bestOf([]), undefined);
  });

  it('goes out as CSV, every run', () => {
    const lines = csvOf(history, [run]).trimEnd().split('\n');
    assert.equal(lines.length, 1 + 3 + 2);
    assert.equal(lines[0], 'run,seconds,tokens,training_loss,held_out_loss,perplexity,top1,top3');
    assert.equal(lines[1], 'current,1.00,100,6.00000,,,,');
    assert.equal(lines[2], 'current,2.00,200,5.00000,4.50000,90.02,0.1500,0.2700');
    assert.match(lines[5] ?? '', /^2024-05-01T12:00:00Z,2\.00,/);
  });

  it('takes updates where they belong, and notices a gap', () => {
    assert.deepEqual(
      updated({ points, running: true }, { points: [], from: 1, running: true })?.points,
      points.slice(0, 1),
    );
    assert.equal(updated({ points: [], running: true }, { points, from: 1, running: true }), undefined);
  });
});

describe('Runs that are remembered', () => {
  function remembered() {
    const kept = new Map<string, unknown>();
    let tell: (update: LossUpdate) => void = () => {};
    const connection = {
      onLoss(listener: typeof tell) {
        tell = listener;
        return { dispose() {} };
      },
    };
    const memory = {
      get: (key: string, otherwise: unknown) => kept.get(key) ?? otherwise,
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    const log = new RunLog(connection as never, memory as never, () => new Date('2024-05-01T12:00:00Z'));
    return { log, kept, tell: (update: LossUpdate) => tell(update) };
  }
  const end = (tokens: number): LossUpdate => ({
    points: [points[0]!, { ...points[2]!, tokens }],
    from: 0,
    running: false,
    samples: [{ seconds: 1, prompt: 'The light', text: 'of Skerra' }],
  });
  const begin = (tokens: number): LossUpdate => ({ ...end(tokens), running: true });

  it('keeps each once it has ended, the latest first, and none of the text', () => {
    const { log, kept, tell } = remembered();
    for (const tokens of [300, 400]) {
      tell(begin(tokens));
      tell(end(tokens));
      tell(end(tokens)); // said again
    }
    assert.equal((kept.get('inkling.runs') as PastRun[]).length, 2);
    assert.ok(!JSON.stringify([...kept]).includes('Skerra'));
    assert.deepEqual(
      log.before.map(({ history: { points: all } }) => all.at(-1)?.tokens),
      [300],
      'the last is the present one',
    );
    tell(begin(1));
    assert.equal(log.before.length, 2);
  });

  it('keeps ten, and of each what a curve needs', () => {
    const { kept, tell } = remembered();
    for (let tokens = 300; tokens < 315; tokens++) {
      tell(begin(tokens));
      tell(end(tokens));
    }
    assert.equal((kept.get('inkling.runs') as PastRun[]).length, 10);
    const many = Array.from({ length: 500 }, (_, index) => ({ ...points[1]!, seconds: index }));
    const few = thinned(many);
    assert.ok(few.length <= 60 && few.length > 40);
    assert.equal(few.at(-1)?.seconds, 499);
  });

  it('forgets them', async () => {
    const { log, tell } = remembered();
    tell(begin(300));
    tell(end(300));
    tell(begin(1));
    assert.equal(log.before.length, 1);
    await log.forget();
    assert.deepEqual(log.before, []);
  });

  it('is not troubled by what else stands there', () => {
    const { log, kept } = remembered();
    kept.set('inkling.runs', 'nonsense');
    assert.deepEqual(log.before, []);
  });
});
