import type { WordCounts } from '../../bases/choose';
import { WordTally } from '../../bases/word-tally';
import { discoverFiles } from '../finding/discover';
import { readDocuments } from './read-documents';

/** Words that are enough to tell a language, and which share of its words a base knows. */
const SAMPLED_TOKENS = 20_000;

/** The words of the first files, until there are enough of them. */
export async function sampleWords(paths: readonly string[]): Promise<WordCounts> {
  const { files } = discoverFiles(paths);
  const tally = new WordTally();
  let read = 0;
  for (const { tokens } of readDocuments(files)) {
    tally.add(tokens);
    read += tokens.length;
    if (read >= SAMPLED_TOKENS) break;
  }
  return tally.counts;
}
