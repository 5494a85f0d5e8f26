/**
 * How documents and files go from one thread to another. Objects cost the thread that receives them some 30 µs each, all at once: of 100,000
 * notes that is seconds in which the main thread answers nothing. A few long strings and arrays cost as much as their bytes.
 */
import type { SecretCounts } from '../../model/tokens/secret-kinds';
import { concatenate } from '../../model/vocabulary/concatenate';
import type { CorpusDocument, Learned, Updated } from '../corpus/jobs';
import type { SeenFile } from '../corpus/reading/read-documents';
import { createBreather } from '../threads/breather';
import type { CorpusAnswer, CorpusJob } from './jobs';

/** Joins paths, and hashes: NUL occurs in neither. */
const SEPARATOR = '\0';

interface PackedDocuments {
  readonly paths: string;
  /** (documents) Tokens, and words among them. */
  readonly lengths: Int32Array;
  readonly words: Int32Array;
  readonly ids: Int32Array;
}

interface PackedFiles {
  readonly paths: string;
  readonly hashes: string;
  /** (files) */
  readonly bytes: Float64Array;
  readonly modified: Float64Array;
  /** (files) Indices into `reasons`, −1 for none. */
  readonly reasonOf: Int32Array;
  readonly reasons: readonly string[];
  /** What was withheld, by index, of the few files in which something was. */
  readonly secrets: ReadonlyMap<number, SecretCounts>;
}

type Read = Learned | Updated;
type PackedRead = Omit<Read, 'documents' | 'files'> & {
  readonly documents: PackedDocuments;
  readonly files: PackedFiles;
};
/** An answer as it is posted. */
export type PackedAnswer = Exclude<CorpusAnswer, Read> | PackedRead;

/** @returns what to post, and which memory to hand over with it. */
export function packAnswer(answer: CorpusAnswer): { packed: PackedAnswer; transfer: ArrayBuffer[] } {
  if (answer.kind !== 'learn' && answer.kind !== 'update') return { packed: answer, transfer: [] };
  const documents = packDocuments(answer.documents);
  const packed = { ...answer, documents, files: packFiles(answer.files) };
  return { packed, transfer: [documents.ids.buffer as ArrayBuffer] }; // made here, and not shared
}

/** In slices, so that requests are answered in between. */
export async function unpackAnswer(packed: PackedAnswer): Promise<CorpusAnswer> {
  if (packed.kind !== 'learn' && packed.kind !== 'update') return packed as CorpusAnswer;
  const { documents, files, ...rest } = packed as PackedRead;
  const breathe = createBreather();
  const read: Pick<Read, 'documents' | 'files'> = {
    documents: await collect(unpackDocuments(documents), breathe),
    files: await collect(unpackFiles(files), breathe),
  };
  return { ...rest, ...read } as Read;
}

/** A job as it is posted. */
export function packJob(job: CorpusJob): unknown {
  return job.kind === 'update' ? { ...job, known: packFiles(job.known) } : job;
}

/** What `packJob` made of a job. */
export function unpackJob(packed: unknown): CorpusJob {
  const job = packed as CorpusJob;
  if (job.kind !== 'update') return job;
  return { ...job, known: [...unpackFiles(job.known as unknown as PackedFiles)] };
}

function packDocuments(documents: readonly CorpusDocument[]): PackedDocuments {
  return {
    paths: documents.map(({ path }) => path).join(SEPARATOR),
    lengths: Int32Array.from(documents, ({ ids }) => ids.length),
    words: Int32Array.from(documents, ({ words }) => words),
    ids: concatenate(documents.map(({ ids }) => ids)),
  };
}

function* unpackDocuments({ paths, lengths, words, ids }: PackedDocuments): Generator<CorpusDocument> {
  const path = parts(paths);
  let start = 0;
  for (let index = 0; index < lengths.length; index++) {
    const end = start + lengths[index]!;
    yield { path: path(), words: words[index]!, ids: ids.subarray(start, end) };
    start = end;
  }
}

function packFiles(files: readonly SeenFile[]): PackedFiles {
  const reasons = new Map<string, number>();
  const numbered = (reason: string | undefined): number => {
    if (reason === undefined) return -1;
    if (!reasons.has(reason)) reasons.set(reason, reasons.size);
    return reasons.get(reason)!; // set above
  };
  return {
    paths: files.map(({ path }) => path).join(SEPARATOR),
    hashes: files.map(({ hash }) => hash).join(SEPARATOR),
    bytes: Float64Array.from(files, ({ bytes }) => bytes),
    modified: Float64Array.from(files, ({ modified }) => modified),
    reasonOf: Int32Array.from(files, ({ reason }) => numbered(reason)),
    reasons: [...reasons.keys()],
    secrets: new Map(files.flatMap(({ secrets }, index) => (secrets ? [[index, secrets] as const] : []))),
  };
}

function* unpackFiles({
  paths,
  hashes,
  bytes,
  modified,
  reasonOf,
  reasons,
  secrets,
}: PackedFiles): Generator<SeenFile> {
  const [path, hash] = [parts(paths), parts(hashes)];
  for (let index = 0; index < bytes.length; index++) {
    const file = { path: path(), hash: hash(), bytes: bytes[index]!, modified: modified[index]! };
    const reason = reasons[reasonOf[index]!];
    const withheld = secrets.get(index);
    yield {
      ...file,
      ...(reason !== undefined && { reason }),
      ...(withheld && { secrets: withheld }),
    };
  }
}

/** Gives one part after the other. */
function parts(joined: string): () => string {
  let start = 0;
  return () => {
    const end = joined.indexOf(SEPARATOR, start);
    const part = end < 0 ? joined.slice(start) : joined.slice(start, end);
    start += part.length + 1;
    return part;
  };
}

async function collect<Item>(
  items: Iterable<Item>,
  breathe: () => Promise<void> | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for (const item of items) {
    all.push(item);
    const pause = breathe();
    if (pause) await pause;
  }
  return all;
}
