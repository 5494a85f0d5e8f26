import { vocabularyFromJson } from '../../model/vocabulary/json';
import { sentence } from '../sentences';
import { messageOf } from '../store/message-of';
import { createModelStore, notSaved } from '../store/model-store';
import { post, type ThreadStore } from '../store/stored-model';
import { runCorpusJob } from './run-job';

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
          problem: sentence(
            "The stored model can't be read: {0}. A new one is being trained.",
            messageOf(error),
          ),
        };
      }
    },
    async save(model) {
      try {
        return (await runCorpusJob(await post(folder, model), never)).problem;
      } catch (error) {
        return notSaved(messageOf(error));
      }
    },
  };
}
