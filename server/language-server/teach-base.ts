import { mkdir, rm } from 'node:fs/promises';
import { findBases } from '../bases/find';
import { ownBasePath, workFilesOf } from '../bases/own-bases';
import { runCorpusJob } from '../jobs/run-job';
import type { Bases } from '../learning/bases';
import type { TrainingProgress } from '../learning/training-progress';
import type { BaseLearned, LearnBase, Settings } from '../protocol';
import { sentence } from '../sentences';

export interface BaseTeacherHost {
  readonly bases: Bases;
  settings(): Settings;
  log(message: string): void;
  progress(title: string, budgetSeconds: number, onCancel: () => void): Promise<TrainingProgress>;
}

/** A library is larger than a folder, and learned from once: so many times as long. */
const TIMES_AS_LONG = 5;
/** Any constant: the same texts make the same base. */
const SEED = 1;

/** Makes the writer's own bases, one at a time: continues the base for their language with texts that they choose. */
export class BaseTeacher {
  private running: AbortController | undefined;

  constructor(private readonly host: BaseTeacherHost) {}

  /** Never throws: what went wrong is the answer's `problem`. */
  async teach({ name, paths }: LearnBase, signal: AbortSignal): Promise<BaseLearned> {
    const { ownFolder } = this.host.bases;
    const out = ownBasePath(ownFolder, name);
    if (out === undefined) return { problem: `“${name}” can't be the name of a file. Choose another one.` };
    if (this.running)
      return { problem: sentence('Another base is being learned. Wait for it, or cancel it.') };
    const controller = new AbortController();
    this.running = controller;
    const either = AbortSignal.any([signal, controller.signal]);
    const seconds = TIMES_AS_LONG * this.host.settings().trainingSeconds;
    const title = `Inkling is learning the base “${name}”`;
    const progress = await this.host.progress(title, seconds, () => controller.abort());
    try {
      const from = await this.beginning(paths, either);
      if (!from) return { problem: sentence('No base that Inkling has knows the language of these texts.') };
      await mkdir(ownFolder, { recursive: true });
      const { threads } = this.host.settings();
      const request = { from, paths, out, seconds, threads, seed: SEED };
      const job = { kind: 'continueBase', request } as const;
      const { words } = await runCorpusJob(job, either, ({ seconds: spent, heldOutLoss }) =>
        progress.report(spent, heldOutLoss),
      );
      this.host.log(`Learned the base ${out} from ${words} words.`);
      return { words };
    } catch (error) {
      if (either.aborted)
        return { problem: sentence('The base “{0}” was not learned: it was cancelled.', name) };
      const reason = error instanceof Error ? error.message : String(error);
      this.host.log(`Learning the base ${out} failed: ${error instanceof Error ? error.stack : reason}`);
      return { problem: sentence('The base “{0}” could not be learned: {1}.', name, reason) };
    } finally {
      // What is left of work that was cut short: the writer's texts, which the base itself does not hold.
      for (const left of workFilesOf(out)) await rm(left, { force: true });
      progress.done();
      this.running = undefined;
    }
  }

  stop(): void {
    this.running?.abort();
  }

  /** The file to continue. One that came with Inkling, so that the new base can be made again whatever becomes of the writer's others. */
  private async beginning(paths: readonly string[], signal: AbortSignal): Promise<string | undefined> {
    const { bases } = this.host;
    const all = await findBases({ setting: 'auto', ownFolder: bases.ownFolder });
    const shipped = all.filter(({ origin }) => origin === 'shipped');
    const named = (await bases.files()).filter(({ origin }) => origin === 'named');
    const candidates = [...named, ...shipped];
    const { words } = await runCorpusJob({ kind: 'sample', paths }, signal);
    const job = { kind: 'base', bases: candidates, words, locale: bases.locale } as const;
    const { chosen, problems } = await runCorpusJob(job, signal);
    await bases.tell(problems);
    return chosen[0]?.path;
  }
}
