import { runCorpusJob } from '../jobs/run-job';
import type { MeasureAnswer } from '../protocol';
import type { Serving } from '../serving/serving';

export interface MeasuredDocument {
  readonly languageId: string;
  readonly text: string;
  /** Of its file, whose text is left out of the counts. Default: it has none. */
  readonly path?: string;
}

/**
 * Measures the model that is served on a document, in another thread; see `MeasureJob`.
 *
 * @param storePath of the stored model, whose network is measured where no training's snapshot is in memory.
 */
export async function measureDocument(
  { languageId, text, path = '' }: MeasuredDocument,
  serving: Serving,
  storePath: string,
  signal: AbortSignal,
): Promise<MeasureAnswer> {
  const { served, corpus } = serving;
  const known = serving.knownWithout(path);
  if (!served && (corpus?.words ?? 0) === 0) return { outcome: 'nothingLearned' };
  const stored = known && !known.snapshot && served ? storePath : undefined;
  const modelPath = known ? stored : served?.path;
  return (await runCorpusJob({ kind: 'measure', modelPath, known, text, languageId }, signal)).answer;
}
