/** Entry of every training thread. */
import { platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createWasmKernels } from '../../model/kernels/wasm';
import { allocateTrainingMemory } from '../../model/training/memory';
import { joinTeam } from '../../model/training/team';
import { createTrainer } from '../../model/training/trainer';
import { leadTraining } from './leader';
import type { Role } from './messages';

/** Nice value of training threads: on Linux a third of the weight of a thread of value 0; 19 would get next to nothing on a busy machine. */
const niceness = 5;

lowerPriority();
const role = workerData as Role; // set by startWorker, typed there
if (role.kind === 'leader') void leadTraining(role.data, role.request, parentPort!);
else follow(role);

function follow(role: Role & { kind: 'follower' }): void {
  const { data, plan, seed, rank, threads, byteOffsets, blocks } = role;
  const team = joinTeam(role.team, rank, threads);
  try {
    const kernels = createWasmKernels(role.kernels.module, role.kernels.memory);
    let next = 0;
    const memory = allocateTrainingMemory(plan, threads, (length) =>
      kernels.viewAt(byteOffsets[next++]!, length),
    );
    memory.blocks = blocks;
    createTrainer({ kernels, data, plan, seed, memory, team }).follow();
  } catch (error) {
    team.fail();
    throw error;
  }
}

/** Typing comes first. On Linux a thread has a priority of its own; elsewhere this would slow the whole server. */
function lowerPriority(): void {
  if (platform() !== 'linux') return;
  try {
    setPriority(0, niceness);
  } catch {
    // A container may forbid it; training then runs at the usual priority.
  }
}
