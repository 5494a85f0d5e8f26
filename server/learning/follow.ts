import { stat } from 'node:fs/promises';
import type { Corpus } from '../corpus/corpus';
import type { Exclusions } from '../corpus/finding/exclusions';
import { isCopied, whatToLookAt } from '../corpus/following/changed-files';
import type { UpdateJob } from '../corpus/jobs';
import { runCorpusJob } from '../jobs/run-job';

/**
 * Brings a corpus up to date with its folders.
 *
 * @param changed the only paths that have changed since the last time. Default: nobody knows, everything is looked at.
 */
export async function followChanges(
  corpus: Corpus,
  { folders, exclusions }: { folders: readonly string[]; exclusions: Exclusions },
  changed: Iterable<string> | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { files } = corpus;
  const look = changed ? await whatToLookAt(changed, { roots: folders, files, isFolder }) : 'everything';
  if (look === 'nothing') return;
  const everything: UpdateJob = {
    kind: 'update',
    paths: folders,
    exclusions,
    known: [...files.values()],
    vocabulary: corpus.vocabularyText,
  };
  let job = everything;
  if (look !== 'everything') {
    const { only } = look;
    const known = only.map((path) => files.get(path)).filter((file) => file !== undefined);
    job = { ...everything, known, only };
  }
  let answer = await runCorpusJob(job, signal);
  if (job.only && isCopied(answer.files, files)) answer = await runCorpusJob(everything, signal);
  await corpus.update(answer, signal);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
