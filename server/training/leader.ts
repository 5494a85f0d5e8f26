/** The thread that leads a training team: plans, runs the session, listens to the main thread. */
import { once } from 'node:events';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { sharedMemoryIsAvailable } from '../../model/kernels/wasm';
import type { TrainingData, TrainingRequest } from '../../model/training/api';
import { takeCheckpoint } from '../../model/training/checkpoint';
import { planTraining, secondsPerToken } from '../../model/training/plan';
import { runSession } from '../../model/training/session';
import { measureSpeed } from '../../model/training/speed';
import { isWasmKernels, loadKernels } from '../threads/kernels';
import { allocateFloats } from '../threads/shared-memory';
import { buffersOf } from './checkpoint-file';
import { startGroup } from './group';
import type { Control, Report } from './messages';
import { createPatience } from './patience';

const systemSeconds = (): number => performance.now() / 1000;

/** The thread's own copy. */
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Runs to the end. Throws what fails; the main thread hears of it as the worker's error. */
export async function leadTraining(
  data: TrainingData,
  request: Mutable<TrainingRequest>,
  port: MessagePort,
): Promise<void> {
  const begin = systemSeconds();
  const kernels = loadKernels();
  const threads = isWasmKernels(kernels) && sharedMemoryIsAvailable() ? request.threads : 1;
  const speed = measureSpeed(kernels, systemSeconds);
  const { resume, checkpointSeconds } = request;
  const plan =
    resume?.plan ??
    planTraining({
      tokens: data.train.length,
      heldOutTokens: data.valid.length,
      vocabularySize: data.vocabularySize,
      request: { ...request, threads },
      speed,
    });
  const seconds = 'seconds' in request.budget ? request.budget.seconds : undefined;
  const report = (message: Report, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const group = startGroup(kernels, data, plan, request.seed, threads, {
    start: request.start,
    resume,
    startFollower: (follower) => report({ kind: 'wanted', follower }),
    onWork: createPulse(() => report({ kind: 'alive' })),
  });
  request.start = undefined; // it has been copied; frees memory of the network's size
  // Where passes are counted, not seconds, the same seed gives the same network; then the team stays together.
  const goesTogether = createPatience(plan.streams * plan.steps * secondsPerToken(plan, speed));
  let paused = 0;
  const now = (): number => systemSeconds() - paused;
  const session = runSession({
    trainer: group,
    plan,
    // What was spent on planning and starting is part of the budget.
    seconds: seconds === undefined ? undefined : seconds - (systemSeconds() - begin),
    now,
    allocate: allocateFloats,
    done: resume,
    checkpointSeconds,
  });

  for (;;) {
    const control = await obey(port, report);
    paused += control.seconds;
    const next = control.cancelled ? undefined : session.next();
    if (!next || next.done) {
      group.dismiss();
      report({ kind: 'done', reason: next ? next.value : 'cancelled' });
      return;
    }
    const event = next.value;
    if (event.kind === 'point') {
      const { tokens, heldOutLoss: loss, top1 = 0, top3 = 0 } = event.point;
      if (tokens === 0 && loss !== undefined) report({ kind: 'start', measurement: { loss, top1, top3 } });
      report(event);
    } else if (event.kind === 'snapshot') {
      report(event); // in shared memory where the host has it, so that nothing is copied
    } else if (event.kind === 'checkpointDue') {
      group.settle(); // waits for the followers to finish the last step
      const checkpoint = takeCheckpoint(group.memory, plan, event.position, event.best);
      report({ kind: 'checkpoint', checkpoint }, buffersOf({ vectors: checkpoint.vectors })); // copies too
    } else if (seconds !== undefined) group.workTogether(goesTogether(now()));
  }
}

/** Does what the main thread has asked for since the last block; a pause is waited out here. */
async function obey(
  port: MessagePort,
  report: (message: Report) => void,
): Promise<{ cancelled: boolean; seconds: number }> {
  let control = receiveMessageOnPort(port)?.message as Control | undefined;
  if (control !== 'pause') return { cancelled: control === 'cancel', seconds: 0 };
  const begin = systemSeconds();
  report({ kind: 'paused' });
  while (control !== 'resume' && control !== 'cancel') [control] = (await once(port, 'message')) as [Control];
  return { cancelled: control === 'cancel', seconds: systemSeconds() - begin };
}

/** Passes on at most one call a second. */
function createPulse(beat: () => void): () => void {
  let last = systemSeconds();
  return () => {
    const now = systemSeconds();
    if (now - last < 1) return;
    last = now;
    beat();
  };
}
