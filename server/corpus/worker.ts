/** The corpus worker's thread: one job, one answer, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { transferables } from '../../model/counts/ngram-counts';
import { loadNetwork } from '../../model/prediction/loaded-network';
import type { Token } from '../../model/tokenizer/token';
import type { TrainingPoint } from '../../model/training/api';
import { splitHeldOut } from '../../model/training/split';
import { encodeCorpus, encodeTokens } from '../../model/vocabulary/encode';
import { vocabularyFromJson, vocabularyToJson } from '../../model/vocabulary/json';
import { createLexicon } from '../../model/vocabulary/lexicon';
import { paragraphsOf } from '../../model/vocabulary/passages';
import { type ReadBase, readBaseFor, startFrom } from '../bases/answer';
import type { BaseProblem } from '../bases/load';
import { WordTally } from '../bases/word-tally';
import { measureThresholds } from '../evaluation/thresholds';
import { countText, createCounts, fitOnHeldOut } from '../fitted-mixture';
import { loadKernels } from '../kernels';
import { type BaseRequest, makeBase } from '../library/make-base';
import { createPredictor } from '../predictor';
import { countingBaseline } from './counting-baseline';
import { discoverFiles, type LeftOut } from './discover';
import { unreadOf } from './gone';
import type {
  BaseContinued,
  BaseJob,
  CorpusAnswer,
  CorpusDocument,
  CorpusJob,
  FitJob,
  Fitted,
  JobProgress,
  Learned,
  LearnJob,
  Measured,
  MeasureJob,
  Updated,
  UpdateJob,
} from './jobs';
import { lookAt } from './look-at';
import { measureDocument } from './measure-document';
import { countParagraph } from './paragraphs';
import { readPresent, redacted, splitFor, trainOnFrom } from './present-network';
import { readDocuments, type SeenFile } from './read-documents';
import { sampleWords } from './sample-words';
import { trainingData } from './training-data';

/** Tokens that the counts of a fit are made from: a second set of counts stands in memory meanwhile. */
const MOST_COUNTED = 1_000_000;
/** Held-out tokens on which the confidence of ghost text is judged, in a few seconds; not those of the weights. */
const MOST_JUDGED = 2000;
/** As many as a status message shows. */
const LEFT_OUT_TOLD = 100;

async function answer(job: Exclude<CorpusJob, BaseJob>): Promise<CorpusAnswer> {
  switch (job.kind) {
    case 'learn':
      return learn(job);
    case 'update':
      return update(job);
    case 'count':
      return { kind: 'count', counts: countText(job.corpus).state };
    case 'fit':
      return fitWeights(job);
    case 'redact':
      return { kind: 'redact', bytes: redacted(job) };
    case 'measure':
      return measure(job);
    case 'sample':
      return { kind: 'sample', words: await sampleWords(job.paths) };
    case 'continueBase':
      return continueBase(job.request);
  }
}

async function learn(job: LearnJob): Promise<Learned> {
  const found = await discoverFiles(job.paths);
  const read: { path: string; words: number }[] = [];
  let files: SeenFile[] = [];
  function* texts(): Generator<readonly Token[]> {
    files = yield* tokensOf(readDocuments(found.files), (path, tokens) => {
      read.push({ path, words: wordsIn(tokens) });
      if (job.bases.length > 0) tally.add(tokens);
    });
  }
  const tally = new WordTally();
  const baseProblems: BaseProblem[] = [];
  let chosen: { readonly base?: ReadBase } | undefined;
  const { vocabulary, lexicon, documents } = encodeCorpus(texts(), {
    // Asked for when all documents have been read: then it is known which base fits them.
    get base() {
      chosen ??= { base: readBaseFor(tally.counts, job, baseProblems) };
      return chosen.base?.model;
    },
  });
  // The held-out text and its copies are counted last, so that the counts can be measured on it while they have not seen it.
  const present = readPresent(job.presentPath, chosen?.base?.info.fingerprint);
  const continued = present && splitFor(present, lexicon, documents);
  const { train, valid, copies } = continued ?? splitHeldOut(documents);
  const counts = createCounts(train.length + valid.length + copies.length);
  for (const paragraph of paragraphsOf(train)) countParagraph(counts, paragraph);
  const baseline = countingBaseline(counts, valid, lexicon);
  for (const seen of [valid, copies]) {
    for (const paragraph of paragraphsOf(seen)) countParagraph(counts, paragraph);
  }
  const start = chosen?.base && startFrom(chosen.base, vocabulary, train);
  const data = trainingData(train, valid, vocabulary.size);
  return {
    kind: 'learn',
    files,
    ...leftOutOf(found.leftOut, files),
    documents: documents.map((ids, index) => ({ ...read[index]!, ids })), // one entry a document, in order
    vocabulary: vocabularyToJson(vocabulary),
    extraWords: lexicon.wordsFrom(vocabulary.size),
    counts: counts.state,
    baseline,
    trainingData: { ...data, ...(start && { counts: start.counts }) },
    base: start?.base,
    present: present && continued && trainOnFrom(present, lexicon, data),
    baseProblems,
  };
}

async function update({ paths, known, only, vocabulary }: UpdateJob): Promise<Updated> {
  const lexicon = createLexicon(vocabularyFromJson(JSON.parse(vocabulary)));
  const found = only ? lookAt(only) : await discoverFiles(paths);
  const documents: CorpusDocument[] = [];
  const reading = readDocuments(found.files, { known });
  let step = reading.next();
  for (; !step.done; step = reading.next()) {
    const { file, tokens } = step.value;
    documents.push({
      path: file.path,
      words: wordsIn(tokens),
      ids: encodeTokens(lexicon, tokens, { grow: true }),
    });
  }
  const files = step.value;
  return {
    kind: 'update',
    only,
    files,
    ...leftOutOf(found.leftOut, files),
    documents,
    words: lexicon.wordsFrom(lexicon.closedSize),
  };
}

/** The parts are fitted in the network's closed vocabulary and, with a base, the words that it has counted. */
async function fitWeights(job: FitJob): Promise<Fitted> {
  const { config, parameters } = job.snapshot;
  const { train, valid } = job.data;
  const lexicon = createLexicon(vocabularyFromJson(JSON.parse(job.vocabulary)), job.extraWords);
  const network = loadNetwork(config, parameters, loadKernels());
  const counts = countText(train, MOST_COUNTED);
  const fitted = fitOnHeldOut(lexicon, network, counts, valid);
  if (!fitted) return { kind: 'fit' };
  const predictor = createPredictor({ lexicon, network, counts, fitted });
  const thresholds = await measureThresholds(lexicon, predictor, [valid.subarray(-MOST_JUDGED)]);
  return { kind: 'fit', fitted, thresholds };
}

async function measure({ modelPath, text, languageId }: MeasureJob): Promise<Measured> {
  return { kind: 'measure', evaluation: await measureDocument(modelPath, text, languageId) };
}

function* tokensOf(
  reading: ReturnType<typeof readDocuments>,
  onDocument: (path: string, tokens: readonly Token[]) => void,
): Generator<readonly Token[], SeenFile[]> {
  let step = reading.next();
  for (; !step.done; step = reading.next()) {
    onDocument(step.value.file.path, step.value.tokens);
    yield step.value.tokens;
  }
  return step.value;
}

function wordsIn(tokens: readonly Token[]): number {
  return tokens.reduce((words, { kind }) => words + (kind === 'word' ? 1 : 0), 0);
}

function leftOutOf(
  notFiles: readonly LeftOut[],
  files: readonly SeenFile[],
): { leftOut: LeftOut[]; leftOutCount: number; unread: string[] } {
  const all = [...notFiles, ...files.flatMap(({ path, reason }) => (reason ? [{ path, reason }] : []))];
  return { leftOut: all.slice(0, LEFT_OUT_TOLD), leftOutCount: all.length, unread: unreadOf(all) };
}

async function continueBase(request: BaseRequest): Promise<BaseContinued> {
  const onPoint = ({ seconds, heldOutLoss }: TrainingPoint) =>
    parentPort?.postMessage({ seconds, heldOutLoss, kind: 'progress' } satisfies JobProgress);
  const { words } = await makeBase(request, { progress: () => {}, onPoint });
  return { kind: 'continueBase', words };
}

function arraysOf(result: CorpusAnswer): ArrayBuffer[] {
  const ids =
    'documents' in result ? result.documents.map((document) => document.ids.buffer as ArrayBuffer) : [];
  return 'counts' in result ? [...ids, ...transferables(result.counts)] : ids;
}

void answer(workerData as Exclude<CorpusJob, BaseJob>).then((result) =>
  parentPort?.postMessage(result, arraysOf(result)),
);
