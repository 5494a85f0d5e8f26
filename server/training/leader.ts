/** The thread that leads a training team: plans, starts the followers, runs the session, listens to the main thread. */
import { once } from 'node:events';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Kernels, Vector } from '../../model/kernels/kernels';
import type { WasmKernels } from '../../model/kernels/wasm';
import type { TrainingData, TrainingRequest } from '../../model/training/api';
import { planTraining } from '../../model/training/plan';
import { runSession } from '../../model/training/session';
import { measureSpeed } from '../../model/training/speed';
import { allocateTeamMemory, joinTeam } from '../../model/training/team';
import { allocateTrainingMemory, createTrainer } from '../../model/training/trainer';
import { loadKernels } from '../kernels';
import type { Control, Report } from './messages';
import { startWorker } from './run';

const systemSeconds = (): number => performance.now() / 1000;

/** Runs to the end. Throws what fails; the main thread hears of it as the worker's error. */
export async function leadTraining(
  data: TrainingData,
  request: TrainingRequest,
  port: MessagePort,
): Promise<void> {
  const begin = systemSeconds();
  const kernels = loadKernels();
  const threads = isSharable(kernels) ? request.threads : 1;
  const plan = planTraining({
    tokens: data.train.length,
    heldOutTokens: data.valid.length,
    vocabularySize: data.vocabularySize,
    request: { ...request, threads },
    speed: measureSpeed(kernels, systemSeconds),
  });

  const byteOffsets: number[] = [];
  const memory = allocateTrainingMemory(plan, threads, (length) => {
    const vector: Vector = kernels.allocate(length);
    byteOffsets.push(vector.byteOffset);
    return vector;
  });
  const team = allocateTeamMemory(threads);
  if (isSharable(kernels)) {
    for (let rank = 1; rank < threads; rank++) {
      const { handle } = kernels;
      startWorker({
        kind: 'follower',
        data,
        plan,
        seed: request.seed,
        rank,
        threads,
        kernels: handle,
        team,
        byteOffsets,
      });
    }
  }
  const trainer = createTrainer({
    kernels,
    data,
    plan,
    seed: request.seed,
    memory,
    team: joinTeam(team, 0, threads),
  });
  let paused = 0;
  const session = runSession({
    trainer,
    plan,
    // What was spent on planning and starting is part of the budget.
    seconds: 'seconds' in request.budget ? request.budget.seconds - (systemSeconds() - begin) : undefined,
    now: () => systemSeconds() - paused,
  });

  const report = (message: Report, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  for (;;) {
    const control = await obey(port);
    paused += control.seconds;
    const next = control.cancelled ? undefined : session.next();
    if (!next || next.done) {
      trainer.dismiss();
      report({ kind: 'done', reason: next ? next.value : 'cancelled' });
      return;
    }
    const event = next.value;
    if (event.kind === 'point') report(event);
    else if (event.kind === 'snapshot') {
      report(
        event,
        event.snapshot.parameters.map(({ data }) => data.buffer as ArrayBuffer), // copies, on plain memory
      );
    }
  }
}

/** Does what the main thread has asked for since the last block; a pause is waited out here. */
async function obey(port: MessagePort): Promise<{ cancelled: boolean; seconds: number }> {
  let control = receiveMessageOnPort(port)?.message as Control | undefined;
  if (control !== 'pause') return { cancelled: control === 'cancel', seconds: 0 };
  const begin = systemSeconds();
  while (control !== 'resume' && control !== 'cancel') [control] = (await once(port, 'message')) as [Control];
  return { cancelled: control === 'cancel', seconds: systemSeconds() - begin };
}

function isSharable(kernels: Kernels): kernels is WasmKernels {
  return kernels.name !== 'plain' && typeof SharedArrayBuffer !== 'undefined';
}
