/**
 * Reads text files one after the other; no more than one text is in memory at a time. Synchronous: it runs in a
 * thread of its own (worker.ts), and a document is read only when the consumer asks for the next one.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { countSecrets, type SecretCounts } from '../../../model/tokens/secret-kinds';
import type { Token } from '../../../model/tokens/token';
import { decodeText } from '../finding/decode';
import type { FoundFile } from '../finding/discover';
import { readBytes } from '../finding/read-bytes';
import { languageOfFile, MAXIMUM_FILE_BYTES } from '../finding/text-files';
import { notProse } from './not-prose';
import { readProse } from './read-prose';
import { shownText } from './shown-text';

/**
 * About 4 million words of English: as much as a writer's lifetime work, and as a laptop learns from in minutes.
 * Where a folder has more, its newest files are used.
 */
export const MAXIMUM_TOTAL_BYTES = 24 * 2 ** 20;

/** Characters of a name or a message in a reason. */
const MOST_SHOWN = 80;

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
  /** Receives every file with what was found out about it, in the order of `files`; complete when the last document has been taken. */
  readonly seen?: SeenFile[];
}

/**
 * Yields each document that is new or has changed, in the order of `files`. A file that can't be read or isn't
 * prose is a note in `seen`, never an error.
 */
export function* readDocuments(
  files: readonly FoundFile[],
  { known = [], maximumBytes = MAXIMUM_TOTAL_BYTES, seen = [] }: ReadingOptions = {},
): Generator<DocumentRead, void> {
  const beyond = olderThanFit(files, maximumBytes);
  const knownFiles = new Map(known.map((file) => [file.path, file]));
  /** Hash to the first path with that text. */
  const texts = new Map<string, string>();
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
      const document = readDocument(file, texts);
      if (!document) continue; // gone since it was found
      const { tokens, ...read } = document;
      result = read;
      if (!read.reason) yield { file: read, tokens };
    }
    if (!result.reason) texts.set(result.hash, result.path);
    seen.push(result);
  }
}

/** A copy is looked at again, as the file that it copies may be gone. */
function isUnchanged(before: SeenFile, now: FoundFile): boolean {
  return before.bytes === now.bytes && before.modified === now.modified && before.hash !== '';
}

function readDocument(
  file: FoundFile,
  texts: ReadonlyMap<string, string>,
): (SeenFile & { tokens: readonly Token[] }) | undefined {
  const without = (reason: string, hash = '') => ({ ...file, hash, reason, tokens: [] });
  const read = readBytes(file.path, MAXIMUM_FILE_BYTES);
  if ('reason' in read) return read.kind === 'absent' ? undefined : without(read.reason);
  const { bytes } = read;
  const hash = createHash('sha1').update(bytes).digest('base64');
  const original = texts.get(hash);
  if (original !== undefined) return without(`the same text as ${shownText(basename(original), MOST_SHOWN)}`);
  const decoded = decodeText(bytes);
  if ('reason' in decoded) return without(decoded.reason, hash);
  const reason = notProse(basename(file.path), decoded.text);
  if (reason) return without(reason, hash);
  try {
    const prose = readProse(decoded.text, languageOfFile(file.path));
    if ('reason' in prose) return without(prose.reason, hash);
    const { tokens } = prose;
    if (!tokens.some(({ kind }) => kind === 'word')) return without('no prose in it', hash);
    const secrets = countSecrets(tokens);
    return { ...file, hash, tokens, ...(Object.keys(secrets).length > 0 && { secrets }) };
  } catch (error) {
    const message = shownText(error instanceof Error ? error.message : String(error), MOST_SHOWN);
    return without(`not understood (${message})`, hash);
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
