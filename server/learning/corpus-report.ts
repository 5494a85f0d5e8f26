import type { Corpus } from '../corpus/corpus';
import { shownText } from '../corpus/reading/shown-text';
import type { LearnerHost } from './learner';

/** Characters of a path in the status and the log. */
const MOST_SHOWN = 400;

/** What the status and the log say of the text that was read. */
export class CorpusReport {
  /** What the log said last. */
  private told = '';

  constructor(private readonly host: Pick<LearnerHost, 'status' | 'log'>) {}

  tell({ fileCount: files, words, leftOut: all, leftOutCount, secrets }: Corpus): void {
    const leftOut = all.map(({ path, reason }) => ({ path: shownText(path, MOST_SHOWN), reason }));
    this.host.status.update({ corpus: { files, words, leftOut, leftOutCount } });
    const reasons = leftOut.map(({ path, reason }) => `\n  ${path}: ${reason}`).join('');
    const told = `${words} words in ${files} files; left out: ${leftOutCount}${reasons}${secrets && `; withheld: ${secrets}`}`;
    if (told !== this.told) this.host.log(told);
    this.told = told;
  }
}
