/** The corpus worker's thread: one job, one answer, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { transferables } from '../../model/counts/ngram-counts';
import { countParagraph } from '../../model/counts/paragraphs';
import { loadNetwork } from '../../model/prediction/loaded-network';
import type { Token } from '../../model/tokens/token';
import type { TrainingPoint } from '../../model/training/api';
import { splitHeldOut } from '../../model/training/split';
import { encodeCorpus, encodeTokens } from '../../model/vocabulary/encode';
import { extraWordsFromJson, vocabularyFromJson, vocabularyToJson } from '../../model/vocabulary/json';
import { createLexicon } from '../../model/vocabulary/lexicon';
import { paragraphsOf } from '../../model/vocabulary/passages';
import { type ReadBase, readBaseFor, startFrom } from '../bases/answer';
import type { BaseProblem } from '../bases/load';
import { WordTally } from '../bases/word-tally';
import { countingBaseline } from '../corpus/counting-baseline';
import { doubledWords } from '../corpus/doubled';
import { discoverFiles, type FoundFile, type LeftOut } from '../corpus/finding/discover';
import { someOfEach } from '../corpus/finding/left-out';
import { lookAt } from '../corpus/finding/look-at';
import { EMPTY } from '../corpus/finding/read-bytes';
import { unreadOf } from '../corpus/following/gone';
import type { CorpusDocument, Learned, LearnJob, Updated, UpdateJob } from '../corpus/jobs';
import { MAXIMUM_TOTAL_BYTES, readDocuments, type SeenFile } from '../corpus/reading/read-documents';
import { sampleWords } from '../corpus/reading/sample-words';
import { judgeHeldOut } from '../evaluation/thresholds';
import { type BaseRequest, makeBase } from '../library/make-base';
import { countText, createCounts, fitOnHeldOut } from '../prediction/fitted-mixture';
import { fitNewWordsOnHeldOut, readyNewWords } from '../prediction/new-words';
import { createPredictor } from '../prediction/predictor';
import { loadKernels } from '../threads/kernels';
import type {
  BaseContinued,
  CorpusAnswer,
  CorpusJob,
  FitJob,
  Fitted,
  JobProgress,
  Measured,
  MeasureJob,
} from './jobs';
import { measureDocument } from './measure-document';
import { readPresent, redacted, splitFor, trainOnFrom } from './present-network';
import { trainingData, withRareWords } from './training-data';
import { packAnswer, unpackJob } from './transport';

/** Tokens that the counts of a fit are made from: a second set of counts stands in memory meanwhile. */
const MOST_COUNTED = 1_000_000;
/** Held-out tokens on which the confidence of ghost text is judged, in a few seconds; not those of the weights. */
const MOST_JUDGED = 2000;
/** What is read in a second or so. */
const GLANCE_FILES = 2000;
const GLANCE_BYTES = 2 ** 20;
/** As many as a status message shows. */
const LEFT_OUT_TOLD = 100;

/** Those that this thread does; others have one with less code in it (run-job.ts). */
type OwnJob = Exclude<CorpusJob, { readonly kind: 'base' | 'loadModel' | 'saveModel' }>;

async function answer(job: OwnJob): Promise<CorpusAnswer> {
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
  const found = discoverFiles(job.paths, {
    exclusions: job.exclusions,
    ...(job.isGlance && { most: GLANCE_FILES }),
  });
  const maximumBytes = job.isGlance ? GLANCE_BYTES : MAXIMUM_TOTAL_BYTES;
  const read: { path: string; words: number }[] = [];
  const files: SeenFile[] = [];
  function* texts(): Generator<readonly Token[]> {
    for (const { file, tokens } of readDocuments(found.files, { maximumBytes, seen: files })) {
      read.push({ path: file.path, words: wordsIn(tokens) });
      if (job.bases.length > 0) tally.add(tokens);
      yield tokens;
    }
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
  const isPartial = job.isGlance && (found.isCut || bytesOf(found.files) > maximumBytes);
  const baseline = isPartial ? undefined : countingBaseline(counts, valid, lexicon);
  for (const seen of [valid, copies]) {
    for (const paragraph of paragraphsOf(seen)) countParagraph(counts, paragraph);
  }
  const json = vocabularyToJson(vocabulary);
  const start = chosen?.base && startFrom(chosen.base, vocabulary, train);
  const data = trainingData(train, valid, vocabulary.size);
  return {
    kind: 'learn',
    isPartial,
    files,
    ...leftOutOf(found.leftOut, files),
    documents: documents.map((ids, index) => ({ ...read[index]!, ids })), // one entry a document, in order
    vocabulary: json,
    vocabularyText: JSON.stringify(json),
    doubled: doubledWords(lexicon, documents),
    extraWords: lexicon.wordsFrom(vocabulary.size),
    counts: counts.state,
    baseline,
    trainingData: { ...data, ...(start && { counts: start.counts }) },
    base: start?.base,
    present: present && continued && trainOnFrom(present, lexicon, data),
    baseProblems,
  };
}

async function update({ paths, exclusions, known, only, vocabulary }: UpdateJob): Promise<Updated> {
  const lexicon = createLexicon(vocabularyFromJson(JSON.parse(vocabulary)));
  const found = only ? lookAt(only) : discoverFiles(paths, { exclusions, known: textPaths(known) });
  const documents: CorpusDocument[] = [];
  const files: SeenFile[] = [];
  for (const { file, tokens } of readDocuments(found.files, { known, seen: files })) {
    documents.push({
      path: file.path,
      words: wordsIn(tokens),
      ids: encodeTokens(lexicon, tokens, { grow: true }),
    });
  }
  return {
    kind: 'update',
    only,
    files,
    ...leftOutOf(found.leftOut, files),
    documents,
    words: lexicon.wordsFrom(lexicon.closedSize),
  };
}

/** The parts are fitted in the text's whole lexicon, as the editor asks them. */
async function fitWeights(job: FitJob): Promise<Fitted> {
  const { config, parameters } = job.snapshot;
  const { train, valid } = withRareWords(job.data);
  const extraWords = extraWordsFromJson(JSON.parse(job.extraWords));
  const lexicon = createLexicon(vocabularyFromJson(JSON.parse(job.vocabulary)), extraWords);
  const network = loadNetwork(config, parameters, loadKernels());
  const counts = countText(train, MOST_COUNTED);
  const fitted = fitOnHeldOut(lexicon, network, counts, valid);
  if (!fitted) return { kind: 'fit' };
  const predictor = () => createPredictor({ lexicon, network, counts, fitted });
  const newWords = fitNewWordsOnHeldOut(lexicon, { train, valid }, predictor(), loadKernels());
  const subject = { lexicon, predictor: predictor(), newWords: readyNewWords(newWords, loadKernels) };
  const judged = await judgeHeldOut(subject, [valid.subarray(-MOST_JUDGED)]);
  return { kind: 'fit', fitted: { ...fitted, newWords }, ...judged };
}

async function measure(job: MeasureJob): Promise<Measured> {
  return { kind: 'measure', answer: await measureDocument(job) };
}

function bytesOf(files: readonly FoundFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function textPaths(known: readonly SeenFile[]): string[] {
  return known.filter(({ reason }) => reason === undefined).map(({ path }) => path);
}

function wordsIn(tokens: readonly Token[]): number {
  return tokens.reduce((words, { kind }) => words + (kind === 'word' ? 1 : 0), 0);
}

function leftOutOf(
  notFiles: readonly LeftOut[],
  files: readonly SeenFile[],
): { leftOut: LeftOut[]; leftOutCount: number; unread: string[] } {
  const all = [...notFiles, ...files.flatMap(({ path, reason }) => (reason ? [{ path, reason }] : []))];
  const told = all.filter(({ reason }) => reason !== EMPTY.reason);
  return { leftOut: someOfEach(told, LEFT_OUT_TOLD), leftOutCount: told.length, unread: unreadOf(all) };
}

async function continueBase(request: BaseRequest): Promise<BaseContinued> {
  const onPoint = ({ seconds, heldOutLoss }: TrainingPoint) =>
    parentPort?.postMessage({ seconds, heldOutLoss, kind: 'progress' } satisfies JobProgress);
  const { words } = await makeBase(request, { progress: () => {}, onPoint });
  return { kind: 'continueBase', words };
}

void answer(unpackJob(workerData) as OwnJob).then((result) => {
  const { packed, transfer } = packAnswer(result);
  const counts = 'counts' in result ? transferables(result.counts) : [];
  parentPort?.postMessage(packed, [...transfer, ...counts]);
});
