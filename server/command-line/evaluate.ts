import type { TokenMode } from '../../model/format/trained-model';
import type { CalibrationPoints } from '../evaluation/calibration';
import { calibrationChart } from '../evaluation/calibration-chart';
import { evaluate } from '../evaluation/evaluate';
import { grouped } from '../evaluation/number-text';
import { reportEvaluation } from '../evaluation/report';
import { restoreModel } from '../prediction/restored-model';
import { writeAtomically } from '../store/atomic-write';
import { loadKernels } from '../threads/kernels';
import { CommandFailure, reasonOf } from './failure';
import { readModel } from './model-files';
import { type Output, print } from './output';
import { readText } from './read-text';

const MILLISECONDS_BETWEEN_LINES = 10_000;

export interface EvaluateOptions {
  readonly model: string;
  /** Default: as the model was trained. */
  readonly tokens?: TokenMode;
  readonly adapt: boolean;
  /** Where to draw the calibration curve, as SVG. Default: nowhere. */
  readonly chart?: string;
}

/** Suggestion quality on text that the model has not seen: of the whole, and of each of its parts. */
export async function evaluateCommand(
  paths: readonly string[],
  options: EvaluateOptions,
  output: Output,
): Promise<void> {
  const { model } = await readModel(options.model);
  const mode = options.tokens ?? model.mode;
  if (mode !== model.mode) {
    throw new CommandFailure(
      `${options.model} was trained with --tokens ${model.mode}, and reads nothing else`,
    );
  }
  const texts = await readText(paths, mode, output);
  const { lexicon, createPredictor, newWords } = restoreModel(model, loadKernels(), options.adapt);
  let told = performance.now();
  const evaluation = await evaluate(
    { lexicon, predictor: createPredictor(), newWords: mode === 'prose' ? newWords : undefined },
    texts.map(({ tokens }) => tokens),
    {
      mode,
      onProgress: (done, total) => {
        if (performance.now() - told < MILLISECONDS_BETWEEN_LINES) return;
        told = performance.now();
        output.progress(`${grouped(done)} of ${grouped(total)} tokens`);
      },
    },
  );
  if (options.chart !== undefined) await writeChart(options.chart, evaluation.calibration ?? []);
  print(output, evaluation, reportEvaluation);
}

async function writeChart(path: string, points: CalibrationPoints): Promise<void> {
  try {
    await writeAtomically(path, calibrationChart(points));
  } catch (error) {
    throw new CommandFailure(`can't write the chart to ${path}: ${reasonOf(error)}`);
  }
}
