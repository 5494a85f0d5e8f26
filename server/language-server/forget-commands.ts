import { isAbsolute, resolve } from 'node:path';
import { isWithin } from '../corpus/following/gone';
import type { Learner } from '../learning/learner';
import { Command, type DeletedAnswer, type ForgetAnswer } from '../protocol';
import type { ForgottenFiles } from '../store/forgotten-files';
import { bytesLearned, removeLeftovers } from '../store/learned-files';
import { messageOf } from '../store/message-of';

export interface ForgetContext {
  readonly learner: Learner;
  readonly forgottenFiles: ForgottenFiles;
  readonly storagePath: string;
  /** Absolute paths of the workspace's folders. */
  folders(): readonly string[];
}

/** The commands that take files back, and give them back. Undefined: another command, or wrong arguments. */
export async function runForgetCommand(
  command: string,
  argument: unknown,
  context: ForgetContext,
): Promise<unknown> {
  const { learner, forgottenFiles, storagePath } = context;
  switch (command) {
    case Command.forgottenFiles:
      return forgottenFiles.paths;
    case Command.forgetFile:
      return isPath(argument) ? forgetFile(resolve(argument), context) : undefined;
    case Command.takeBackFile: {
      if (!isPath(argument)) return undefined;
      const wasForgotten = await forgottenFiles.takeBack(argument);
      if (wasForgotten) await learner.filesChanged();
      return wasForgotten;
    }
    case Command.deleteLearned: {
      if (!learner.work.leads) return { outcome: 'follows' } satisfies DeletedAnswer;
      const { corpus } = learner.known;
      const went = { words: corpus?.words ?? 0, files: corpus?.fileCount ?? 0 };
      const bytes = await bytesLearned(storagePath);
      await learner.takingBack.deleteAll(() => removeLeftovers(storagePath));
      return { outcome: 'deleted', ...went, bytes } satisfies DeletedAnswer;
    }
    default:
      return undefined;
  }
}

async function forgetFile(
  path: string,
  { learner, forgottenFiles, storagePath, folders }: ForgetContext,
): Promise<ForgetAnswer> {
  if (!isWithin(path, new Set(folders()))) return { outcome: 'outside', path };
  try {
    await forgottenFiles.forget(path);
  } catch (error) {
    return { outcome: 'failed', path, problem: messageOf(error) };
  }
  await learner.takingBack.exclusionsChanged();
  if (learner.work.leads) await removeLeftovers(storagePath);
  return { outcome: 'forgotten', path };
}

function isPath(argument: unknown): argument is string {
  return typeof argument === 'string' && isAbsolute(argument);
}
