/**
 * The thread that keeps a workspace's checkpoint, so that neither requests nor training wait for the disk. One answer to each
 * question, in order.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf } from './checkpoint-file';
import type { Answer, Question } from './checkpoint-messages';
import { keepCheckpoint } from './keep-checkpoint';

const answer = keepCheckpoint((workerData as { path: string }).path); // set by CheckpointThread
let last: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (question: Question) => {
  last = last.then(async () => {
    let told: Answer;
    try {
      told = await answer(question);
    } catch (error) {
      told = { kind: 'problem', reason: error instanceof Error ? error.message : String(error) };
    }
    parentPort?.postMessage(told, movable(told));
  });
});

function movable(told: Answer): ArrayBuffer[] {
  if (told.kind === 'open' && told.resume) return buffersOf(told.resume);
  return told.kind === 'peek' ? buffersOf({ vectors: {}, best: told.unfinished }) : [];
}
