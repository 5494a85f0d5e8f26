import type { TokenMode } from '../../model/format/trained-model';
import { evaluate } from '../evaluation/evaluate';
import { loadKernels } from '../kernels';
import type { Evaluation } from '../protocol';
import { restoreModel } from '../restored-model';
import { readModel } from './model-files';
import { columns, grouped, type Output, print } from './output';
import { readText } from './read-text';

export interface EvaluateOptions {
  readonly model: string;
  /** Default: as the model was trained. */
  readonly tokens?: TokenMode;
  readonly adapt: boolean;
}

/** Suggestion quality on text that the model has not seen: of the whole, and of each of its parts. */
export async function evaluateCommand(
  paths: readonly string[],
  options: EvaluateOptions,
  output: Output,
): Promise<void> {
  const { model } = await readModel(options.model);
  const mode = options.tokens ?? model.mode;
  const texts = await readText(paths, mode, output);
  const { lexicon, createPredictor } = restoreModel(model, loadKernels());
  let told = performance.now();
  const evaluation = await evaluate(
    { lexicon, components: [createPredictor()] },
    texts.map(({ tokens }) => tokens),
    {
      mode,
      onProgress: (done, total) => {
        if (performance.now() - told < 2000) return;
        told = performance.now();
        output.progress(`${grouped(done)} of ${grouped(total)} tokens`);
      },
    },
  );
  print(output, evaluation, describe);
}

function describe(evaluation: Evaluation): string[] {
  const { tokens, words, oovRate, latencyMs, intervals } = evaluation;
  const interval = (name: string) => {
    const [low, high] = intervals?.[name] ?? [];
    return low === undefined || high === undefined ? '' : `  (${figure(name, low)} – ${figure(name, high)})`;
  };
  const names = [
    'perplexity',
    'top1',
    'top3',
    'keystrokeSavings1',
    'keystrokeSavings3',
    'calibrationError',
  ] as const;
  const parts = Object.entries(evaluation.components);
  return [
    ...columns([
      ['tokens', `${grouped(tokens)}, of them ${grouped(words)} words, ${percent(oovRate)} of these unknown`],
      ...names.map((name) => [LABELS[name], `${figure(name, evaluation[name])}${interval(name)}`] as const),
      [
        'latency',
        `${latencyMs.p50.toFixed(2)} ms in the middle, ${latencyMs.p99.toFixed(2)} ms at most in 99 %`,
      ],
    ]),
    ...(parts.length < 2
      ? []
      : [
          '',
          ...columns(
            parts.map(([part, figures]) => [
              part,
              names.map((name) => `${LABELS[name]} ${figure(name, figures[name])}`).join(', '),
            ]),
          ),
        ]),
  ];
}

const LABELS = {
  perplexity: 'perplexity',
  top1: 'right at once',
  top3: 'among three',
  keystrokeSavings1: 'keystrokes saved with one suggestion',
  keystrokeSavings3: 'keystrokes saved with three',
  calibrationError: 'calibration error',
};

function figure(name: string, value: number): string {
  return name === 'perplexity' ? value.toFixed(1) : percent(value);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
