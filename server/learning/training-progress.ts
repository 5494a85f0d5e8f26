import { setTimeout } from 'node:timers/promises';
import type { Connection } from 'vscode-languageserver';

/** Work does not wait longer for an editor's display to be there. */
const PATIENCE_MS = 2_000;

/** The editor's own display of work that takes a while. Does nothing where the editor has none. */
export interface TrainingProgress {
  report(seconds: number, loss?: number): void;
  done(): void;
}

/**
 * @param title what takes a while, as a sentence.
 * @param onCancel when the writer stops the training from that display.
 */
export async function beginProgress(
  connection: Connection,
  supported: boolean,
  title: string,
  budgetSeconds: number,
  onCancel: () => void,
): Promise<TrainingProgress> {
  const reporter = supported
    ? await Promise.race([
        connection.window.createWorkDoneProgress().catch(() => undefined),
        setTimeout(PATIENCE_MS, undefined, { ref: false }),
      ])
    : undefined;
  if (!reporter) return { report() {}, done() {} };
  reporter.begin(title, 0, undefined, true);
  reporter.token.onCancellationRequested(onCancel);
  let percentage = 0;
  return {
    report(seconds, loss) {
      const reached = Math.min(100, Math.floor((100 * seconds) / budgetSeconds));
      if (reached <= percentage) return;
      percentage = reached;
      if (loss === undefined) reporter.report(percentage);
      else reporter.report(percentage, `perplexity ${Math.exp(loss).toFixed(0)}`);
    },
    done() {
      reporter.done();
    },
  };
}
