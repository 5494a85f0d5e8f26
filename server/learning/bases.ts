import type { BaseFile, BaseInfo } from '../bases/base-file';
import type { WordCounts } from '../bases/choose';
import { findBases } from '../bases/find';
import type { BaseFound, BaseJob } from '../bases/jobs';
import type { BaseProblem, LoadedBase } from '../bases/load';
import { forgetOwnBase, tellProblem } from '../bases/own-bases';
import { runCorpusJob } from '../jobs/run-job';
import { sentence } from '../sentences';

export interface BasesHost {
  /** The setting `inkling.base`. */
  setting(): string;
  /** The editor's language, as `ru` or `pt-br`. */
  readonly locale: string | undefined;
  /** The folder of the writer's own bases. */
  readonly ownFolder: string;
  /** One message that the writer sees. */
  warn(message: string): void;
}

/** The bases that this server may use; which one suits a text, the corpus worker finds out. */
export class Bases {
  /** Paths that the writer has been told about. */
  private readonly told = new Set<string>();

  constructor(private readonly host: BasesHost) {}

  get wanted(): boolean {
    return this.host.setting() !== 'none';
  }

  get locale(): string | undefined {
    return this.host.locale;
  }

  get ownFolder(): string {
    return this.host.ownFolder;
  }

  files(): Promise<BaseFile[]> {
    return findBases({ setting: this.host.setting(), ownFolder: this.ownFolder });
  }

  /** The bases for a text, read as `loaded` says; see `BaseJob`. */
  async find(
    words: WordCounts,
    how: Pick<BaseJob, 'loaded' | 'incumbent'>,
    signal: AbortSignal,
  ): Promise<Omit<BaseFound, 'kind'>> {
    const bases = await this.files();
    if (bases.length === 0) return { all: [], chosen: [], problems: [] };
    const { locale } = this;
    const found = await runCorpusJob({ kind: 'base', bases, words, locale, ...how }, signal);
    await this.tell(found.problems);
    return found;
  }

  /** One base, whatever it suits; undefined if it can't be read. */
  async read({ path, origin }: BaseFile, signal: AbortSignal): Promise<LoadedBase | undefined> {
    // Of one base and no words, that one is chosen.
    const job = { kind: 'base', bases: [{ path, origin }], words: new Map(), loaded: [] } as const;
    const { base, problems } = await runCorpusJob(job, signal);
    await this.tell(problems);
    return base;
  }

  /** Every base there is, whatever the setting says; the writer's own first. */
  async list(signal: AbortSignal): Promise<readonly BaseInfo[]> {
    const { ownFolder } = this;
    const auto = await findBases({ setting: 'auto', ownFolder });
    const named = this.wanted ? (await this.files()).filter(({ origin }) => origin === 'named') : [];
    const bases = [...named, ...auto.filter(({ path }) => !named.some((one) => one.path === path))];
    const { all } = await runCorpusJob({ kind: 'base', bases, words: new Map() }, signal);
    return all;
  }

  /** Deletes one of the writer's own bases; false if it is none of those. */
  forget(path: string): Promise<boolean> {
    return forgetOwnBase(this.ownFolder, path);
  }

  /** Each file once, however often it is looked at. */
  async tell(problems: readonly BaseProblem[]): Promise<void> {
    for (const problem of problems) {
      if (this.told.has(problem.path)) continue;
      this.told.add(problem.path);
      this.host.warn(await tellProblem(problem));
    }
  }

  /** The file that the setting names is sound, but of another language than the text. */
  tellUnfit(bases: readonly BaseFile[]): void {
    for (const { path, origin } of bases) {
      if (origin !== 'named' || this.told.has(path)) continue;
      this.told.add(path);
      this.host.warn(
        sentence(
          'The base {0}, which the setting inkling.base names, hardly knows the words of these texts: it is not used.',
          path,
        ),
      );
    }
  }
}
