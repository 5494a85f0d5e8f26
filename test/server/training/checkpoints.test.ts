import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint } from '../../../model/training/checkpoint';
import { writeAtomically } from '../../../server/store/atomic-write';
import type { TrainingInputs } from '../../../server/training/checkpoint-messages';
import { Checkpoints } from '../../../server/training/checkpoints';
import { keepCheckpoint } from '../../../server/training/keep-checkpoint';
import { text, trainingData } from './text';

const inputs: TrainingInputs = {
  data: trainingData,
  request: { seconds: 60, seed: 1 },
  vocabulary: '{"words":["the"]}',
};

function example(): Checkpoint {
  return {
    plan: { tokens: 5 } as never, // whatever JSON can hold comes back
    blocks: 7,
    tokens: 70,
    seconds: 2,
    measurements: 1,
    withoutImprovement: 0,
    vectors: { mean: Float32Array.of(1, 2, 3) },
    best: {
      config: { cell: 'gru' } as never,
      heldOutLoss: 1.5,
      parameters: [{ name: 'decoder.bias', shape: [2], data: Float32Array.of(4, 5) }],
    },
  };
}
const notes = {
  history: [{ seconds: 1, tokens: 35, trainingLoss: 2 }],
  untaught: { loss: 3, top1: 0, top3: 0 },
};

describe('the checkpoint of a workspace', function () {
  this.timeout(30_000);
  let folder = '';
  let checkpoints: Checkpoints;
  const log: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-checkpoint-'));
    log.length = 0;
    checkpoints = new Checkpoints(folder, (line) => log.push(line));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function write(): Promise<void> {
    const answer = keepCheckpoint(checkpoints.path);
    await answer({ kind: 'open', inputs });
    await answer({ kind: 'write', checkpoint: example(), notes });
  }

  it('is gone on with by the same training, and goes when that has ended', async () => {
    const open = await checkpoints.open(inputs);
    assert.equal(open.resume, undefined);
    open.write(example(), notes);
    await open.close();
    assert.deepEqual(readdirSync(folder), ['training.partial']);
    if (process.platform !== 'win32') assert.equal(statSync(checkpoints.path).mode & 0o777, 0o600);
    const again = await checkpoints.open(inputs);
    assert.deepEqual(again.resume, example());
    assert.deepEqual(again.notes, notes);
    await again.remove();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('tells what it had found, before anything else is known', async () => {
    assert.equal(await checkpoints.peek(), undefined);
    await write();
    const { vocabulary } = inputs;
    assert.deepEqual(await checkpoints.peek(), {
      ...example().best,
      vocabulary,
      base: undefined,
      untaught: notes.untaught,
    });
  });

  const { train, valid, vocabularySize } = trainingData;
  const parameters = [{ name: 'decoder.bias', shape: [1], data: Float32Array.of(1) }];
  const others: [what: string, inputs: TrainingInputs][] = [
    ['another text', { ...inputs, data: { ...trainingData, train: text(6000, 9) } }],
    ['another part of it held out', { ...inputs, data: { train: valid, valid: train, vocabularySize } }],
    ['other expected counts', { ...inputs, data: { ...trainingData, counts: new Float64Array(50) } }],
    ['another vocabulary', { ...inputs, vocabulary: '{"words":["a"]}' }],
    ['another budget', { ...inputs, request: { seconds: 61, seed: 1 } }],
    ['another seed', { ...inputs, request: { seconds: 60, seed: 2 } }],
    ['other weights to begin with', { ...inputs, start: { config: {} as never, parameters } }],
  ];
  for (const [what, other] of others) {
    it(`is removed where a training has ${what}`, async () => {
      await write();
      const answer = keepCheckpoint(checkpoints.path);
      assert.deepEqual(await answer({ kind: 'open', inputs: other }), { kind: 'open' });
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  const damages: [what: string, damage: (bytes: Buffer) => Buffer][] = [
    ['cut off', (bytes) => bytes.subarray(0, bytes.length - 3)],
    ['empty', () => Buffer.alloc(0)],
    ['no checkpoint at all', () => Buffer.from('no checkpoint at all')],
    [
      'of another version',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('"version":"2"', '"version":"1"'), 'latin1'),
    ],
  ];
  for (const [what, damage] of damages) {
    it(`is removed where it is ${what}`, async () => {
      await write();
      writeFileSync(checkpoints.path, damage(readFileSync(checkpoints.path)));
      const answer = keepCheckpoint(checkpoints.path);
      assert.deepEqual(await answer({ kind: 'peek' }), { kind: 'peek', unfinished: undefined });
      assert.deepEqual(await answer({ kind: 'open', inputs }), { kind: 'open' });
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it('leaves nothing of a writer that was killed, and everything of one that lives', async () => {
    await write();
    const [machine] = /tmp-[^-]+/.exec(await nameOfTemporaryFile()) ?? [];
    writeFileSync(`${checkpoints.path}.${machine}-999999999-abc`, 'half');
    writeFileSync(`${checkpoints.path}.${machine}-${process.pid}-abc`, 'half');
    writeFileSync(`${checkpoints.path}.tmp-othermachine-999999999-abc`, 'half');
    await keepCheckpoint(checkpoints.path)({ kind: 'peek' });
    assert.deepEqual(
      readdirSync(folder)
        .map((name) => name.replace(machine!, 'MACHINE'))
        .sort(),
      [
        'training.partial',
        `training.partial.MACHINE-${process.pid}-abc`,
        'training.partial.tmp-othermachine-999999999-abc',
      ].sort(),
    );
  });

  it('costs a line in the log where it can not be written, and nothing else', async () => {
    const nowhere = new Checkpoints(join(folder, 'file', 'x'), (line) => log.push(line));
    writeFileSync(join(folder, 'file'), '');
    const open = await nowhere.open(inputs);
    open.write(example(), notes);
    open.write(example(), notes);
    await open.close();
    assert.equal(log.length, 1);
    assert.match(log[0]!, /can't be kept/);
  });
});

/** As `writeAtomically` names them. */
async function nameOfTemporaryFile(): Promise<string> {
  let name = '';
  const failing = (path: string): never => {
    name = path;
    throw new Error('no');
  };
  await writeAtomically('/nowhere/x', '', failing).catch(() => {});
  return name;
}
