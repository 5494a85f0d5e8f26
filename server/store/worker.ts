/** The thread that reads or writes the model's file: one job, one answer, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { vocabularyToJson } from '../../model/vocabulary/json';
import { mixtureFromJson } from '../prediction/fitted-mixture';
import { loadToPost, type PostedNetwork, transferOf } from '../threads/posted-network';
import { createModelStore } from './model-store';
import {
  type LoadModelJob,
  type ModelLoaded,
  type ModelSaved,
  received,
  type SaveModelJob,
} from './stored-model';

async function answer(job: LoadModelJob | SaveModelJob): Promise<ModelLoaded | ModelSaved> {
  return job.kind === 'saveModel' ? save(job) : load(job);
}

async function save(job: SaveModelJob): Promise<ModelSaved> {
  return { kind: 'saveModel', problem: await createModelStore(job.folder).save(received(job)) };
}

async function load({ folder }: LoadModelJob): Promise<ModelLoaded> {
  let network: PostedNetwork | undefined;
  const { model, problem } = await createModelStore(folder, {
    check(read) {
      network = loadToPost(read, mixtureFromJson(read.mixture)?.temperature);
    },
  }).load();
  if (!model || !network) return { kind: 'loadModel', problem };
  const { parameters: _, vocabulary, ...rest } = model;
  return {
    kind: 'loadModel',
    problem,
    model: { ...rest, vocabulary: JSON.stringify(vocabularyToJson(vocabulary)), network },
  };
}

void answer(workerData as LoadModelJob | SaveModelJob).then((result) => {
  const transfer = result.kind === 'loadModel' && result.model ? transferOf(result.model.network) : [];
  parentPort?.postMessage(result, transfer);
});
