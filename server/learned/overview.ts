import { stat } from 'node:fs/promises';
import { sumSecrets } from '../../model/tokens/secret-kinds';
import type { Corpus } from '../corpus/corpus';
import type { LearnedOverview } from '../protocol';
import type { ServedNetwork } from '../serving/served-network';

/** Files of an answer at most: nobody scrolls through more lines of the tree view. */
const MOST_FILES = 2000;

export interface Known {
  readonly corpus: Corpus | undefined;
  readonly served: ServedNetwork | undefined;
  /** Where the folder's model is stored, if it is. */
  readonly modelPath: string;
}

/** What was learned from this folder, for the view: from the corpus in memory, and the size of the model's file. */
export async function overview({ corpus, served, modelPath }: Known): Promise<LearnedOverview> {
  const files = corpus ? filesOf(corpus) : [];
  const secrets = sumSecrets([...(corpus?.files.values() ?? [])].map((file) => file.secrets));
  return {
    files: files.slice(0, MOST_FILES),
    fileCount: files.length,
    words: corpus?.words ?? 0,
    leftOut: [...(corpus?.leftOut ?? [])],
    leftOutCount: corpus?.leftOutCount ?? 0,
    withheld: Object.entries(secrets)
      .map(([kind, count]) => ({ kind, count }))
      .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
    model: served?.description && {
      ...served.description,
      path: modelPath,
      bytes: await stat(modelPath).then(
        ({ size }) => size,
        () => undefined,
      ),
    },
  };
}

function filesOf(corpus: Corpus): LearnedOverview['files'] {
  return [...corpus.documentList]
    .filter(({ path }) => path !== '') // text of a stored model, before its files were looked at
    .map(({ path, words }) => {
      const seen = corpus.files.get(path);
      const withheld = Object.values(seen?.secrets ?? {}).reduce((sum, count) => sum + count, 0);
      return { path, words, modified: seen?.modified ?? 0, withheld };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
