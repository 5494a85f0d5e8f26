import assert from 'node:assert/strict';
import { updated } from '../../../client/loss-view/messages';
import type { LossHistory, LossPoint, LossUpdate } from '../../../server/protocol';
import { StatusBoard } from '../../../server/serving/status-board';

const point = (seconds: number): LossPoint => ({
  seconds,
  tokens: 100 * seconds,
  trainingLoss: 5 / (seconds + 1),
});

/** Sends as if the time between two notifications were over after every so many points. */
function train(board: StatusBoard, points: number, each: number): void {
  for (let n = 0; n < points; n++) {
    board.addPoint(point(n), points);
    if (n % each === each - 1) board.updateHistory({});
  }
}

describe('The loss history as it is sent', () => {
  it('is what the view has, from differences alone', () => {
    const updates: LossUpdate[] = [];
    const board = new StatusBoard(
      () => {},
      (update) => updates.push(update),
    );
    board.setHistory({ points: [point(-2), point(-1)], running: false });
    board.setHistory({ points: [], baseline: { name: 'counts', heldOutLoss: 5 }, running: true });
    train(board, 1000, 7);
    board.updateHistory({ base: { name: 'English', heldOutLoss: 4 } });
    board.updateHistory({ running: false });
    board.dispose();

    let view: LossHistory = { points: [], running: false };
    for (const update of updates) {
      const next = updated(view, update);
      assert.ok(next);
      view = next;
    }
    assert.deepEqual(view, board.lossHistory);
    assert.equal(view.points.length, 1000);

    // Each point was sent once: an hour of training costs what its points do, however long it has lasted.
    const sent = updates.slice(2).reduce((sum, { points }) => sum + points.length, 0);
    assert.equal(sent, 1000);
    assert.ok(Math.max(...updates.slice(2).map((update) => JSON.stringify(update).length)) < 2000);
  });

  it('is asked for anew by a view that has missed points, and taken as it is by one that comes later', () => {
    const update: LossUpdate = { from: 2, points: [point(2)], running: true };
    assert.equal(updated({ points: [point(0)], running: true }, update), undefined);
    const whole = updated(
      { points: [point(0)], running: true },
      { from: 0, points: [point(5)], running: false },
    );
    assert.deepEqual(whole, { points: [point(5)], running: false });
  });
});
