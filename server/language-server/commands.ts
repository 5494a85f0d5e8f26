import type { CancellationToken } from 'vscode-languageserver-protocol';
import { foldWord } from '../../model/tokenizer/fold';
import { UNKNOWN } from '../../model/vocabulary/special';
import { listWords } from '../corpus/word-list';
import { overview } from '../learned/overview';
import { findPassages } from '../learned/passages';
import type { Bases } from '../learning/bases';
import { cancelAnswer, isDone, pauseAnswer, retrainAnswer } from '../learning/command-answers';
import type { Learner } from '../learning/learner';
import {
  type BaseDescription,
  Command,
  type LearnBase,
  type ListedWords,
  type MeasureAnswer,
  type WhyQuestion,
  type WordQuery,
} from '../protocol';
import type { StatusBoard } from '../serving/status-board';
import type { WriterMemory } from '../store/writer-memory';
import { type ForgetContext, runForgetCommand } from './forget-commands';
import { type NeverContext, runNeverCommand } from './never-commands';
import type { BaseTeacher } from './teach-base';
import { why } from './why';
import { readFolders } from './workspace-folders';

/** Passages at most of a word whose places are listed. */
const MOST_PASSAGES = 30;

export interface CommandContext extends NeverContext, ForgetContext {
  readonly learner: Learner;
  readonly memory: WriterMemory;
  readonly status: StatusBoard;
  readonly bases: Bases;
  readonly teacher: BaseTeacher;
  /** A base was added or deleted: reading and training begin anew with the present ones. */
  basesChanged(): Promise<void>;
}

/**
 * `workspace/executeCommand`. Commands that start something long answer at once; the status tells how it goes. An
 * unknown command or a wrong argument answers null.
 */
export async function runCommand(
  command: string,
  given: readonly unknown[],
  context: CommandContext,
  token: CancellationToken,
): Promise<unknown> {
  const { learner, memory, status, documents, bases, teacher } = context;
  const [argument] = given;
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
    case Command.learned:
      return overview(learner.known);
    case Command.words: {
      const { corpus } = learner.known;
      const query = wordQuery(argument);
      return corpus && query ? listWords(corpus, query) : ({ words: [], total: 0 } satisfies ListedWords);
    }
    case Command.whereIs: {
      const { corpus } = learner.known;
      const id = typeof argument === 'string' ? corpus?.lexicon.idOf(foldWord(argument)) : undefined;
      if (!corpus || id === undefined || id === UNKNOWN) return [];
      return findPassages(corpus, id, [], MOST_PASSAGES);
    }
    case Command.why: {
      if (!isWhyQuestion(argument)) return null;
      const document = documents.get(argument.uri);
      return document ? why(document, argument.position, learner.known.corpus, argument.word) : null;
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
      const { languageId, text, uri } = document;
      const [path] = readFolders([{ uri }]).paths;
      return learner.measure({ languageId, text: text.text, path }, controller.signal);
    }
    default:
      return (
        (await runNeverCommand(command, given, context)) ??
        (await runForgetCommand(command, argument, context)) ??
        null
      );
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

function wordQuery(argument: unknown): WordQuery | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { order, contains, most } = argument as Partial<Record<keyof WordQuery, unknown>>;
  if (order !== 'count' && order !== 'new' && order !== 'name') return undefined;
  return {
    order,
    contains: typeof contains === 'string' ? contains : undefined,
    most: typeof most === 'number' && most > 0 ? most : undefined,
  };
}

function isWhyQuestion(argument: unknown): argument is WhyQuestion {
  if (typeof argument !== 'object' || argument === null) return false;
  const { uri, position, word } = argument as Partial<Record<keyof WhyQuestion, unknown>>;
  const isWord = word === undefined || typeof word === 'string';
  return typeof uri === 'string' && typeof position === 'object' && position !== null && isWord;
}

function isLearnBase(argument: unknown): argument is LearnBase {
  if (typeof argument !== 'object' || argument === null) return false;
  const { name, paths } = argument as Partial<Record<keyof LearnBase, unknown>>;
  return typeof name === 'string' && Array.isArray(paths) && paths.every((path) => typeof path === 'string');
}
