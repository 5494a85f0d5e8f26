import assert from 'node:assert/strict';
import { Lane } from '../../../server/learning/lane';

/** A task that ends when it is told to, or when its signal is aborted. */
function piece(notes: string[], name: string) {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const work = async (signal: AbortSignal) => {
    notes.push(`${name} begins`);
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await Promise.race([finished, stopped]);
    notes.push(`${name} ${signal.aborted ? 'is stopped' : 'ends'}`);
  };
  return { work, finish };
}

const unexpected = (error: unknown) => assert.fail(String(error));

describe('Lane', () => {
  it('runs one task at a time, the newest', async () => {
    const notes: string[] = [];
    const lane = new Lane(unexpected);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => piece(notes, name));
    const results = [lane.run(a!.work)];
    await new Promise(setImmediate);
    results.push(lane.run(b!.work), lane.run(c!.work));
    c!.finish();
    assert.deepEqual(await Promise.all(results), [false, false, true]);
    assert.deepEqual(notes, ['a begins', 'a is stopped', 'c begins', 'c ends']);
  });

  it('tells a failure, and goes on', async () => {
    const failures: unknown[] = [];
    const lane = new Lane((error) => failures.push(error));
    assert.equal(await lane.run(() => Promise.reject(new Error('broken'))), false);
    assert.equal(await lane.run(async () => {}), true);
    assert.match(String(failures), /broken/);
  });

  it('does not report a failure of a task that was aborted', async () => {
    const lane = new Lane(unexpected);
    const ended = lane.run(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    await new Promise(setImmediate);
    lane.cancel();
    assert.equal(await ended, false);
  });
});
