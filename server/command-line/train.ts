import { availableParallelism } from 'node:os';
import type { BaseProvenance, Json, Preset, TokenMode, TrainedModel } from '../../model/format/trained-model';
import { loadNetwork } from '../../model/prediction/loaded-network';
import type { StartingPoint, TrainingData, TrainingPoint } from '../../model/training/api';
import { type SplitText, splitHeldOut } from '../../model/training/split';
import type { InputKind } from '../../model/tutorial/tutorial-network';
import { concatenate } from '../../model/vocabulary/concatenate';
import { type EncodedCorpus, encodeCorpus, encodeTokens } from '../../model/vocabulary/encode';
import { UNKNOWN } from '../../model/vocabulary/special';
import { version } from '../../package.json';
import { type ReadBase, readBaseFor, startFrom } from '../bases/answer';
import { type BaseInfo, provenanceOf } from '../bases/base-file';
import { findBases } from '../bases/find';
import type { BaseProblem } from '../bases/load';
import { ownBasesFolder } from '../bases/own-bases';
import { WordTally } from '../bases/word-tally';
import { grouped } from '../evaluation/number-text';
import { countText, fitOnHeldOut, mixtureToJson } from '../prediction/fitted-mixture';
import { fitNewWordsOnHeldOut } from '../prediction/new-words';
import { createPredictor } from '../prediction/predictor';
import { defaultUserStoragePath } from '../store/location';
import { defaultThreads } from '../threads/default-threads';
import { loadKernels } from '../threads/kernels';
import { CommandFailure } from './failure';
import { checkWritable, writeModel } from './model-files';
import { columns, type Output, print } from './output';
import { readText, type TextFile } from './read-text';
import { runEngine } from './run-engine';
import { runTutorial } from './run-tutorial';
import { describeBase, type Trained } from './trained';

export interface TrainOptions {
  readonly model: string;
  /** Seconds. Default 60, unless `epochs` is given. */
  readonly budget?: number;
  readonly epochs?: number;
  readonly preset?: Preset;
  readonly hidden?: number;
  /** Of the tutorial's network. Default `embedding`. */
  readonly inputs?: InputKind;
  /** Default 2 where there are four processors or more, else 1: a writer's machine has other things to do. */
  readonly threads?: number;
  readonly seed: number;
  readonly tokens: TokenMode;
  readonly valid?: string;
  /** `auto`, `none` or a file. Default `auto`, where the network's kind and size are not given: a base brings its own. */
  readonly base?: string;
}

const DEFAULT_SECONDS = 60;
const PROGRAM = `inkling ${version}`;

/** Reads, trains, fits the mixture on the held-out text, and writes one file. */
export async function trainCommand(
  paths: readonly string[],
  options: TrainOptions,
  output: Output,
): Promise<void> {
  if (options.inputs !== undefined && options.preset !== 'tutorial') {
    throw new CommandFailure('--inputs is for --preset tutorial: the other networks learn their embeddings');
  }
  await checkWritable(options.model);
  const texts = await readText(paths, options.tokens, output);
  const validTexts =
    options.valid === undefined ? [] : await readText([options.valid], options.tokens, output);

  const base = await findBaseFor(texts, options, output);
  const corpus = encodeCorpus(
    texts.map(({ tokens }) => tokens),
    { mode: options.tokens, base: base?.model },
  );
  const text = splitText(corpus, validTexts, options);
  output.progress(
    `${grouped(text.train.length)} tokens to learn from, ${grouped(text.valid.length)} held out, vocabulary of ${grouped(corpus.vocabulary.size)}`,
  );
  const threads = options.threads ?? defaultThreads(availableParallelism());
  const data = dataOf(text, corpus.vocabulary.size);
  const start = base && startFrom(base, corpus.vocabulary, data.train);
  const trained = await train(
    { ...data, counts: start?.counts },
    { ...options, start: start?.base.start, wordOf: (id) => corpus.vocabulary.forms[id]! },
    threads,
    output,
  );
  const mixture =
    options.preset === 'tutorial' ? undefined : fitMixtureOf(corpus, text, trained, options.tokens, output);

  const model = modelOf(corpus, text, trained, options, threads, texts.length, mixture, base?.info);
  await writeModel(options.model, model);
  report(options.model, model, trained, output);
}

/** Undefined where none is wanted or none fits. What is wrong with a file is told, and fails where that file was asked for. */
async function findBaseFor(
  texts: readonly TextFile[],
  options: TrainOptions,
  output: Output,
): Promise<ReadBase | undefined> {
  const isShaped = options.preset !== undefined || options.hidden !== undefined || options.tokens !== 'prose';
  const setting = options.base ?? (isShaped ? 'none' : 'auto');
  if (setting !== 'none' && isShaped) {
    throw new CommandFailure(
      'a base has a cell, a size and tokens of its own: leave --preset, --hidden and --tokens out',
    );
  }
  const bases = await findBases({ setting, ownFolder: ownBasesFolder(defaultUserStoragePath()) });
  const tally = new WordTally();
  for (const { tokens } of texts) tally.add(tokens);
  const problems: BaseProblem[] = [];
  const base = readBaseFor(tally.counts, { bases, locale: process.env.LANG }, problems);
  for (const { path, reason } of problems) {
    if (setting !== 'auto') throw new CommandFailure(`can't use the base ${path}: ${reason}`);
    output.progress(`left out the base ${path}: ${reason}`);
  }
  if (base) output.progress(`begins with the base ${base.info.path}`);
  else if (setting !== 'none') output.progress('begins with random weights: no base fits this text');
  return base;
}

/** What is trained on and what is held out, in ids of the lexicon. */
type TextParts = Pick<SplitText, 'train' | 'valid'>;

/** Held out is the `--valid` text, else a part of the whole; from the tutorial's network, nothing. */
function splitText(corpus: EncodedCorpus, validTexts: readonly TextFile[], options: TrainOptions): TextParts {
  if (options.valid === undefined && options.preset !== 'tutorial') return splitHeldOut(corpus.documents);
  const valid = validTexts.map(({ tokens }) =>
    encodeTokens(corpus.lexicon, tokens, { grow: false, mode: options.tokens }),
  );
  return { train: concatenate(corpus.documents), valid: concatenate(valid) };
}

/** As the network reads it: words outside its vocabulary are unknown. */
function dataOf({ train, valid }: TextParts, vocabularySize: number): TrainingData {
  const known = (id: number) => (id < vocabularySize ? id : UNKNOWN);
  return { train: train.map(known), valid: valid.map(known), vocabularySize };
}

function fitMixtureOf(
  { lexicon }: EncodedCorpus,
  { train, valid }: TextParts,
  { config, parameters }: Trained,
  tokens: TokenMode,
  output: Output,
): Json | undefined {
  const begin = performance.now();
  const network = loadNetwork(config, parameters, loadKernels());
  const counts = countText(train);
  const fitted = fitOnHeldOut(lexicon, network, counts, valid);
  if (!fitted) return undefined;
  // Text that was cut elsewhere has no words but its own.
  const newWords =
    tokens === 'prose'
      ? fitNewWordsOnHeldOut(
          lexicon,
          { train, valid },
          createPredictor({ lexicon, network, counts, fitted }),
          loadKernels(),
        )
      : undefined;
  const seconds = (performance.now() - begin) / 1000;
  output.progress(
    `fitted the mixture in ${seconds.toFixed(1)} s: perplexity ${Math.exp(fitted.heldOutLoss).toFixed(1)}`,
  );
  return mixtureToJson({ ...fitted, newWords });
}

function train(
  data: TrainingData,
  options: TrainOptions & { readonly start?: StartingPoint; readonly wordOf: (id: number) => string },
  threads: number,
  output: Output,
): Promise<Trained> {
  const budget =
    options.epochs === undefined
      ? { seconds: options.budget ?? DEFAULT_SECONDS }
      : { epochs: options.epochs };
  const { seed, hidden: hiddenSize, inputs, start, wordOf } = options;
  const request = { budget, threads, seed, hiddenSize, start };
  return options.preset === 'tutorial'
    ? runTutorial(data, { budget, seed, hiddenSize, inputs, wordOf }, output)
    : runEngine(data, { ...request, cell: options.preset }, output);
}

function modelOf(
  { vocabulary, lexicon, documents }: EncodedCorpus,
  text: TextParts,
  { config, parameters, history, heldOutLoss }: Trained,
  options: TrainOptions,
  threads: number,
  files: number,
  mixture: Json | undefined,
  base: BaseInfo | undefined,
): TrainedModel {
  return {
    mode: options.tokens,
    preset: options.preset ?? config.cell,
    vocabulary,
    extraWords: lexicon.wordsFrom(vocabulary.size),
    config,
    parameters,
    // The tutorial's network stands alone, without counts beside it.
    corpus: options.preset === 'tutorial' ? undefined : concatenate(documents),
    mixture,
    history,
    provenance: {
      program: PROGRAM,
      trainedAt: new Date().toISOString(),
      seed: options.seed,
      threads,
      seconds: history.at(-1)?.seconds ?? 0,
      documents: files,
      tokens: text.train.length,
      heldOutTokens: text.valid.length,
      // With nothing held out, the engine ranks its snapshots by training loss.
      heldOutLoss: text.valid.length > 0 ? heldOutLoss : undefined,
      ...(base && { base: { ...provenanceOf(base), ...untaught(history) } }),
    },
  };
}

/** What the base reached before it was taught: the session's first measurement. */
function untaught([first]: readonly TrainingPoint[]): Pick<BaseProvenance, 'heldOutLoss' | 'top1' | 'top3'> {
  if (first?.tokens !== 0) return {};
  const { heldOutLoss, top1, top3 } = first;
  return { heldOutLoss, top1, top3 };
}

function report(path: string, model: TrainedModel, { reason }: Trained, output: Output): void {
  const { config, history, provenance, preset } = model;
  const { heldOutLoss, tokens, heldOutTokens, seconds, base } = provenance;
  const result = {
    base: base?.name,
    basePerplexity: base?.heldOutLoss === undefined ? undefined : Math.exp(base.heldOutLoss),
    model: path,
    preset,
    hiddenSize: config.hiddenSize,
    vocabularySize: config.vocabularySize,
    tokens,
    heldOutTokens,
    seconds,
    reason,
    trainingLoss: history.at(-1)?.trainingLoss,
    heldOutLoss,
    heldOutPerplexity: heldOutLoss === undefined ? undefined : Math.exp(heldOutLoss),
  };
  print(output, result, () =>
    columns([
      ['model', path],
      [
        'network',
        `${preset}, hidden size ${config.hiddenSize}, vocabulary ${grouped(config.vocabularySize)}`,
      ],
      ['trained', `${seconds.toFixed(1)} s on ${grouped(tokens)} tokens (${reason})`],
      ['base', base ? describeBase(base) : 'none'],
      ['training loss', result.trainingLoss?.toFixed(3) ?? 'not measured'],
      ['held-out perplexity', result.heldOutPerplexity?.toFixed(1) ?? 'not measured'],
    ]),
  );
}
