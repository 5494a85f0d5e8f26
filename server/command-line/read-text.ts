import { readFile, stat } from 'node:fs/promises';
import type { TokenMode } from '../../model/format/trained-model';
import { tokenizeWhitespace } from '../../model/tokenizer/whitespace';
import { describeSecrets, sumSecrets } from '../../model/tokens/secret-kinds';
import type { Token } from '../../model/tokens/token';
import { discoverFiles } from '../corpus/finding/discover';
import { readDocuments, type SeenFile } from '../corpus/reading/read-documents';
import { shownText } from '../corpus/reading/shown-text';
import { CommandFailure, reasonOf } from './failure';
import type { Output } from './output';

/** Characters of a path in a line of progress. */
const MOST_SHOWN = 400;

export interface TextFile {
  readonly path: string;
  readonly tokens: readonly Token[];
}

/**
 * The text of files and folders, in path order. Prose is read as the language server reads it, with the same rules
 * about what is left out (told as progress). Already tokenised text is read as it stands, whatever its size.
 * Fails if a path does not exist, or nothing is left.
 */
export async function readText(
  paths: readonly string[],
  mode: TokenMode,
  output: Pick<Output, 'progress'>,
): Promise<TextFile[]> {
  for (const path of paths) {
    await stat(path).catch((error: unknown) => {
      throw new CommandFailure(`can't read ${path}: ${reasonOf(error)}`);
    });
  }
  const texts = mode === 'prose' ? await readProse(paths, output) : await readTokenised(paths);
  if (texts.every(({ tokens }) => tokens.length === 0)) {
    throw new CommandFailure(`no text to read in ${paths.join(', ')}`);
  }
  return texts;
}

async function readProse(paths: readonly string[], output: Pick<Output, 'progress'>): Promise<TextFile[]> {
  const { files, leftOut } = discoverFiles(paths);
  const texts: TextFile[] = [];
  const seen: SeenFile[] = [];
  for (const { file, tokens } of readDocuments(files, { seen })) texts.push({ path: file.path, tokens });
  for (const { path, reason } of [...leftOut, ...seen]) {
    if (reason) output.progress(`left out ${shownText(path, MOST_SHOWN)}: ${reason}`);
  }
  const withheld = describeSecrets(sumSecrets(seen.map(({ secrets }) => secrets)));
  if (withheld) output.progress(`withheld: ${withheld}`);
  return texts;
}

async function readTokenised(paths: readonly string[]): Promise<TextFile[]> {
  const texts: TextFile[] = [];
  for (const given of paths) {
    const isFolder = (await stat(given)).isDirectory();
    const files = isFolder ? discoverFiles([given]).files.map(({ path }) => path) : [given];
    for (const path of files) {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        throw new CommandFailure(`can't read ${path}: ${reasonOf(error)}`);
      });
      texts.push({ path, tokens: tokenizeWhitespace(text) });
    }
  }
  return texts;
}
