import type { CancellationToken } from 'vscode-languageserver-protocol';
import type { Bases } from '../learning/bases';
import { cancelAnswer, isDone, pauseAnswer, retrainAnswer } from '../learning/command-answers';
import type { Learner } from '../learning/learner';
import { type BaseDescription, Command, type LearnBase, type MeasureAnswer } from '../protocol';
import type { StatusBoard } from '../serving/status-board';
import type { WriterMemory } from '../store/writer-memory';
import { forgottenKey } from '../suggestion/forgotten-phrases';
import type { OpenDocuments } from './documents';
import type { BaseTeacher } from './teach-base';

/** Characters of a phrase to be forgotten: a selection may be a whole chapter, and nothing so long is ever offered. */
const LONGEST_FORGOTTEN = 200;

export interface CommandContext {
  readonly learner: Learner;
  readonly memory: WriterMemory;
  readonly status: StatusBoard;
  readonly documents: OpenDocuments;
  readonly bases: Bases;
  readonly teacher: BaseTeacher;
  /** There is another base, or one fewer: everything begins anew with those that there are. */
  basesChanged(): Promise<void>;
  /** Other words are forgotten than before. */
  forgottenChanged(): void;
}

/**
 * `workspace/executeCommand`. Commands that start something long answer at once; the status tells how it goes. An
 * unknown command or a wrong argument answers null.
 */
export async function runCommand(
  command: string,
  [argument]: readonly unknown[],
  context: CommandContext,
  token: CancellationToken,
): Promise<unknown> {
  const { learner, memory, status, documents, bases, teacher } = context;
  switch (command) {
    case Command.retrain: {
      const answer = retrainAnswer(learner.work, argument === true);
      if (isDone(answer)) learner.retrain();
      return answer;
    }
    case Command.cancelTraining: {
      const answer = cancelAnswer(learner.work);
      if (isDone(answer)) learner.cancelTraining();
      return answer;
    }
    case Command.pauseTraining: {
      const answer = pauseAnswer(learner.work);
      if (isDone(answer)) learner.pauseTraining();
      return answer;
    }
    case Command.lossHistory:
      return status.lossHistory;
    case Command.status:
      return status.status;
    case Command.forget: {
      const key =
        typeof argument === 'string' ? forgottenKey(argument.slice(0, LONGEST_FORGOTTEN)) : undefined;
      if (key === undefined) return null;
      await memory.forget(key);
      context.forgottenChanged();
      return null;
    }
    case Command.accepted:
      memory.countAccepted();
      return null;
    case Command.listBases:
      return list(context);
    case Command.forgetBase: {
      const isForgotten = typeof argument === 'string' && (await bases.forget(argument));
      if (isForgotten) void context.basesChanged();
      return isForgotten;
    }
    case Command.learnBase: {
      if (!isLearnBase(argument)) return null;
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const learned = await teacher.teach(argument, controller.signal);
      if (learned.problem === undefined) void context.basesChanged();
      return learned;
    }
    case Command.measure: {
      const document = typeof argument === 'string' ? documents.get(argument) : undefined;
      if (!learner.work.enabled) return { outcome: 'off' } satisfies MeasureAnswer;
      if (!document) return { outcome: 'notOpen' } satisfies MeasureAnswer;
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return learner.measure(document.languageId, document.text.text, controller.signal);
    }
    default:
      return null;
  }
}

async function list({ bases, learner }: CommandContext): Promise<BaseDescription[]> {
  const all = await bases.list(new AbortController().signal);
  return all.map(({ fingerprint, collections, ...base }) => ({
    ...base,
    collections: [...collections],
    inUse: fingerprint === learner.base,
  }));
}

function isLearnBase(argument: unknown): argument is LearnBase {
  if (typeof argument !== 'object' || argument === null) return false;
  const { name, paths } = argument as Partial<Record<keyof LearnBase, unknown>>;
  return typeof name === 'string' && Array.isArray(paths) && paths.every((path) => typeof path === 'string');
}
