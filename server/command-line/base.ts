import { availableParallelism } from 'node:os';
import type { TrainedModel } from '../../model/format/trained-model';
import type { CellKind } from '../../model/network/config';
import type { TrainingPoint } from '../../model/training/api';
import { grouped } from '../evaluation/number-text';
import { type BaseRequest, makeBase } from '../library/make-base';
import { CommandFailure, reasonOf } from './failure';
import { checkWritable } from './model-files';
import { columns, type Output, print } from './output';
import { describePoint } from './trained';

export interface BaseOptions {
  readonly out: string;
  /** Seconds of training. */
  readonly budget: number;
  readonly from?: string;
  readonly hidden: number;
  readonly cell: CellKind;
  readonly vocabulary?: number;
  /** Default 2 where there are two processors or more: nobody types beside this. */
  readonly threads?: number;
  readonly seed: number;
  readonly valid?: string;
  readonly keepText?: boolean;
  readonly terms?: string;
}

/** Between two lines of progress that tell of training loss alone. */
const SECONDS_BETWEEN_LINES = 10;

/**
 * Trains a base: a network for a language, from which the network of a writer's text begins. The first interrupt ends
 * training and writes what was learned; cut short otherwise, the same command goes on where it was.
 */
export async function baseCommand(
  paths: readonly string[],
  options: BaseOptions,
  output: Output,
): Promise<void> {
  const { out, budget, hidden, vocabulary, valid, threads, ...rest } = options;
  await checkWritable(out);
  const request: BaseRequest = {
    ...rest,
    paths,
    out,
    seconds: budget,
    hiddenSize: hidden,
    vocabularySize: vocabulary,
    validPath: valid,
    threads: threads ?? Math.min(2, availableParallelism()),
  };
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  let told = Number.NEGATIVE_INFINITY;
  const onPoint = (point: TrainingPoint) => {
    if (point.heldOutLoss === undefined && point.seconds - told < SECONDS_BETWEEN_LINES) return;
    told = point.seconds;
    output.progress(describePoint(point));
  };
  try {
    const host = { progress: output.progress, onPoint, signal: interrupted.signal };
    const { model, bytes } = await makeBase(request, host);
    report(out, bytes, model, output);
  } catch (error) {
    throw new CommandFailure(`can't make the base ${out}: ${reasonOf(error)}`);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

function report(path: string, bytes: number, { config, provenance }: TrainedModel, output: Output): void {
  const { tokens, heldOutTokens, heldOutLoss, seconds } = provenance;
  const result = {
    base: path,
    bytes,
    ...config,
    tokens,
    heldOutTokens,
    seconds,
    heldOutLoss,
    heldOutPerplexity: heldOutLoss === undefined ? undefined : Math.exp(heldOutLoss),
  };
  print(output, result, () =>
    columns([
      ['base', `${path}, ${grouped(bytes)} bytes`],
      [
        'network',
        `${config.cell}, hidden size ${config.hiddenSize}, vocabulary ${grouped(config.vocabularySize)}`,
      ],
      ['trained', `${seconds.toFixed(0)} s on ${grouped(tokens)} tokens`],
      ['held-out perplexity', result.heldOutPerplexity?.toFixed(1) ?? 'not measured'],
    ]),
  );
}
