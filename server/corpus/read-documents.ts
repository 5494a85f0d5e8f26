/**
 * Reads text files one after the other; no more than one text is in memory at a time. Synchronous: it runs in a
 * thread of its own (worker.ts), and whoever consumes the documents sets the pace.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { tokenizeProse } from '../../model/tokenizer/prose';
import { countSecrets, type SecretCounts } from '../../model/tokenizer/secrets/kinds';
import type { Token } from '../../model/tokenizer/token';
import { proseBlocks } from '../prose/blocks';
import { decodeText } from './decode';
import { type FoundFile, languageOfFile } from './discover';
import { notProse } from './not-prose';

/**
 * About 4 million words of English: as much as a writer's lifetime work, and as a laptop learns from in minutes.
 * Where a folder has more, its newest files are used.
 */
export const MAXIMUM_TOTAL_BYTES = 24 * 2 ** 20;

/** A text file as it was when it was last looked at. */
export interface SeenFile extends FoundFile {
  /** Of its bytes; '' where it was not read. */
  readonly hash: string;
  /** Why it is left out. Absent: its text is part of the corpus. */
  readonly reason?: string;
  /** What is withheld of its text, by kind; absent where nothing is. */
  readonly secrets?: SecretCounts;
}

export interface DocumentRead {
  readonly file: SeenFile;
  readonly tokens: readonly Token[];
}

export interface ReadingOptions {
  /** Files seen before: what has neither grown nor changed since is not read again. */
  readonly known?: readonly SeenFile[];
  /** Default `MAXIMUM_TOTAL_BYTES`. */
  readonly maximumBytes?: number;
}

/**
 * Yields each document that is new or has changed, in the order of `files`. A file that can't be read or isn't
 * prose is a note in what is returned, never an error.
 *
 * @returns every file with what was found out about it.
 */
export function* readDocuments(
  files: readonly FoundFile[],
  { known = [], maximumBytes = MAXIMUM_TOTAL_BYTES }: ReadingOptions = {},
): Generator<DocumentRead, SeenFile[]> {
  const beyond = olderThanFit(files, maximumBytes);
  const knownFiles = new Map(known.map((file) => [file.path, file]));
  /** Hash to the first path with that text. */
  const texts = new Map<string, string>();
  const seen: SeenFile[] = [];
  for (const file of files) {
    const before = knownFiles.get(file.path);
    let result: SeenFile;
    if (beyond.has(file)) {
      result = {
        ...file,
        hash: '',
        reason: 'beyond what is learned from one folder; newer files come first',
      };
    } else if (before && isUnchanged(before, file)) {
      result = before;
    } else {
      const { tokens, ...read } = readDocument(file, texts);
      result = read;
      if (!read.reason) yield { file: read, tokens };
    }
    if (!result.reason) texts.set(result.hash, result.path);
    seen.push(result);
  }
  return seen;
}

/** A copy is looked at again, as the file that it copies may be gone. */
function isUnchanged(before: SeenFile, now: FoundFile): boolean {
  return before.bytes === now.bytes && before.modified === now.modified && before.hash !== '';
}

function readDocument(
  file: FoundFile,
  texts: ReadonlyMap<string, string>,
): SeenFile & { tokens: readonly Token[] } {
  const without = (reason: string, hash = '') => ({ ...file, hash, reason, tokens: [] });
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file.path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    return without(`unreadable${code}`);
  }
  const hash = createHash('sha1').update(bytes).digest('base64');
  const original = texts.get(hash);
  if (original !== undefined) return without(`the same text as ${basename(original)}`);
  const decoded = decodeText(bytes);
  if ('reason' in decoded) return without(decoded.reason, hash);
  const reason = notProse(basename(file.path), decoded.text);
  if (reason) return without(reason, hash);
  try {
    const tokens = tokenizeProse(decoded.text, proseBlocks(decoded.text, languageOfFile(file.path)));
    if (!tokens.some(({ kind }) => kind === 'word')) return without('no prose in it', hash);
    const secrets = countSecrets(tokens);
    return { ...file, hash, tokens, ...(Object.keys(secrets).length > 0 && { secrets }) };
  } catch (error) {
    return without(`not understood (${error instanceof Error ? error.message : error})`, hash);
  }
}

/** The oldest files, as many as must go for the rest to fit. */
function olderThanFit(files: readonly FoundFile[], maximumBytes: number): ReadonlySet<FoundFile> {
  let total = 0;
  const newestFirst = [...files].sort((a, b) => b.modified - a.modified || (a.path < b.path ? -1 : 1));
  return new Set(
    newestFirst.filter(({ bytes }) => {
      total += bytes;
      return total > maximumBytes;
    }),
  );
}
