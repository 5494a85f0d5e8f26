import { vocabularyFromJson } from '../../model/vocabulary/json';
import { runCorpusJob } from '../corpus/run-job';
import { messageOf } from './message-of';
import { createModelStore, type ModelStore } from './model-store';
import { type ModelToStore, post, type StoredModel } from './stored-model';

export interface ThreadStore extends Omit<ModelStore, 'load' | 'save'> {
  load(): Promise<{ readonly model?: StoredModel; readonly problem?: string }>;
  save(model: ModelToStore): Promise<string | undefined>;
}

/** The model store for the main thread: files are read and written, encoded and decoded in a thread of their own. */
export function createThreadStore(folder: string): ThreadStore {
  const never = new AbortController().signal; // a file is written whole
  return {
    ...createModelStore(folder),
    async load() {
      try {
        const { model, problem } = await runCorpusJob({ kind: 'loadModel', folder }, never);
        const vocabulary = model && vocabularyFromJson(JSON.parse(model.vocabulary));
        return { problem, model: model && vocabulary && { ...model, vocabulary } };
      } catch (error) {
        return {
          problem: `The stored model can't be read: ${messageOf(error)}. A new one is being trained.`,
        };
      }
    },
    async save(model) {
      try {
        return (await runCorpusJob(await post(folder, model), never)).problem;
      } catch (error) {
        return `The model can't be saved (${messageOf(error)}). It works until the editor closes, and is saved as soon as that is possible.`;
      }
    },
  };
}
