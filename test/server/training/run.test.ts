import assert from 'node:assert/strict';
import type { Snapshot, TrainingData, TrainingPoint, TrainingRequest } from '../../../model/training/api';
import type { Checkpoint } from '../../../model/training/checkpoint';
import { startTraining } from '../../../server/training/run';
import { trainingData as data, text, vocabularySize } from './text';

const request: TrainingRequest = { budget: { epochs: 4 }, threads: 1, seed: 1, hiddenSize: 32 };

/** What a whole run reported. */
async function run(of: TrainingData, asked: TrainingRequest) {
  const points: TrainingPoint[] = [];
  const snapshots: Snapshot[] = [];
  const checkpoints: Checkpoint[] = [];
  const training = startTraining(of, asked, {
    onPoint: (point) => points.push(point),
    onSnapshot: (snapshot) => snapshots.push(snapshot),
    onCheckpoint: (checkpoint) => checkpoints.push(checkpoint),
  });
  return { ...(await training.done), points, snapshots, checkpoints };
}

describe('startTraining', function () {
  this.timeout(30_000);

  it('reports falling losses and snapshots that get better, and ends', async () => {
    const { reason, best, points, snapshots } = await run(data, request);
    assert.equal(reason, 'deadline');
    assert.equal(best, snapshots[snapshots.length - 1]);
    assert.ok(snapshots.length >= 2);
    assert.ok(best!.heldOutLoss < 2, String(best!.heldOutLoss)); // the source's entropy is log 3 = 1.1
    assert.ok(points.every(({ tokens }, index) => index === 0 || tokens >= points[index - 1]!.tokens));
    assert.ok(points[points.length - 1]!.heldOutLoss! < points[0]!.trainingLoss);
    assert.deepEqual(
      best!.parameters.map(({ name, shape }) => [name, shape]),
      [
        ['embedding.weight', [50, 32]],
        ['rnn.weight_ih_l0', [96, 32]],
        ['rnn.weight_hh_l0', [96, 32]],
        ['rnn.bias_ih_l0', [96]],
        ['rnn.bias_hh_l0', [96]],
        ['decoder.bias', [50]],
      ],
    );
  });

  for (const threads of [1, 2]) {
    it(`gives the same weights for the same seed with ${threads} thread(s)`, async () => {
      const first = await run(data, { ...request, threads });
      const second = await run(data, { ...request, threads });
      assert.deepEqual(first.best, second.best);
    });
  }

  for (const threads of [1, 2]) {
    it(`goes on from a checkpoint as if it had not been cut short, with ${threads} thread(s)`, async () => {
      const whole = await run(data, { ...request, threads, checkpointSeconds: 0.01 });
      const { checkpoints } = whole;
      assert.ok(checkpoints.length > 0);
      const resume = checkpoints[Math.floor(checkpoints.length / 2)];
      const resumed = await run(data, { ...request, threads, resume });
      assert.deepEqual(resumed.best, whole.best);
      assert.ok(resumed.points.every(({ tokens }) => tokens > resume!.tokens));
    });
  }

  it('learns as well with two threads as with one', async () => {
    const one = await run(data, request);
    const two = await run(data, { ...request, threads: 2 });
    assert.ok(
      two.best!.heldOutLoss < 1.03 * one.best!.heldOutLoss,
      `${two.best!.heldOutLoss}, ${one.best!.heldOutLoss}`,
    );
  });

  const tiny: [string, number[]][] = [
    ['a single word', [3]],
    ['one sentence', [3, 4, 5, 6, 1]],
    ['two hundred words', [...text(200, 3)]],
  ];
  for (const [name, ids] of tiny) {
    it(`trains on ${name}, with nothing held out`, async () => {
      const { best } = await run(
        { train: Int32Array.from(ids), valid: new Int32Array(0), vocabularySize },
        { budget: { seconds: 0.5 }, threads: 2, seed: 1 },
      );
      assert.ok(Number.isFinite(best!.heldOutLoss));
    });
  }

  it('keeps to a budget of seconds, and a pause does not count', async () => {
    const begin = performance.now();
    const training = startTraining(
      data,
      { ...request, budget: { seconds: 1 } },
      { onPoint() {}, onSnapshot() {} },
    );
    training.pause();
    setTimeout(() => training.resume(), 500);
    const { best } = await training.done;
    assert.ok(best);
    assert.ok(performance.now() - begin > 500);
  });

  it('stops when cancelled, paused or not', async () => {
    for (const paused of [false, true]) {
      const training = startTraining(
        data,
        { ...request, budget: { seconds: 60 } },
        { onPoint() {}, onSnapshot() {} },
      );
      if (paused) training.pause();
      training.cancel();
      assert.equal((await training.done).reason, 'cancelled');
    }
  });

  it('rejects when training can not go on', async () => {
    const broken = { ...data, vocabularySize: -1 };
    await assert.rejects(run(broken, request));
  });
});
