import type { CancellationToken } from 'vscode-languageserver-protocol';
import { foldWord } from '../../model/tokenizer/fold';
import { Command } from '../protocol';
import type { WriterMemory } from '../store/writer-memory';
import type { OpenDocuments } from './documents';
import type { Learner } from './learner';
import type { StatusBoard } from './status-board';

export interface CommandContext {
  readonly learner: Learner;
  readonly memory: WriterMemory;
  readonly status: StatusBoard;
  readonly documents: OpenDocuments;
}

/**
 * `workspace/executeCommand`. Commands that start something long answer at once; the status tells how it goes. An
 * unknown command or a wrong argument answers null.
 */
export async function runCommand(
  command: string,
  [argument]: readonly unknown[],
  { learner, memory, status, documents }: CommandContext,
  token: CancellationToken,
): Promise<unknown> {
  switch (command) {
    case Command.retrain:
      void learner.retrain();
      return null;
    case Command.cancelTraining:
      learner.cancelTraining();
      return null;
    case Command.pauseTraining:
      learner.pauseTraining();
      return null;
    case Command.lossHistory:
      return status.lossHistory;
    case Command.status:
      return status.status;
    case Command.forget:
      if (typeof argument !== 'string' || argument.trim() === '') return null;
      await memory.forget(foldWord(argument.trim()));
      learner.refresh();
      return null;
    case Command.accepted:
      memory.countAccepted();
      return null;
    case Command.measure: {
      const document = typeof argument === 'string' ? documents.get(argument) : undefined;
      if (!document) return null;
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return learner.measure(document.languageId, document.text.text, controller.signal);
    }
    default:
      return null;
  }
}
