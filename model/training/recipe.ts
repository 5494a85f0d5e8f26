/**
 * The recipe's numbers: what is found to train well on a text of so many tokens. Between the lengths at which they were found they are
 * interpolated in the logarithm of the length, so that a page more never means another plan. How a plan is made of them stands in
 * plan.ts; `npm run bench -- recipe` trains by them and by those of texts half and twice as long.
 */

/** What depends on how much text there is. */
export interface Scale {
  /** Hidden units beyond which a text is not learned better, however long they are trained. */
  readonly largestHiddenSize: number;
  /** A budget is spent on this many passes over the text before it is spent on size, … */
  readonly wantedEpochs: number;
  /** … and, for a network larger than 128 units, on more of them: by this power of its size. */
  readonly wantedEpochsPower: number;
  /** Passes beyond which held-out loss rises, whatever the dropout. */
  readonly mostEpochs: number;
  /** The peak rate without dropout for 64 hidden units; it falls with the square root of their number. */
  readonly rate: number;
  /** Weight decay without dropout. */
  readonly leastDecay: number;
  /** Up to the first of these many passes 128 hidden units do not overfit; from the second on regularisation is at its strongest. */
  readonly dropoutEpochs: readonly [number, number];
  readonly strongest: Regularisation;
  /** Of a block: streams of all threads together, steps of truncated backpropagation, unigram samples of the softmax. */
  readonly block: { readonly streams: number; readonly steps: number; readonly samples: number };
}

/** What keeps a network from overfitting, and the rate that suits it. */
export interface Regularisation {
  /** The peak learning rate. */
  readonly rate: number;
  /** Probabilities. */
  readonly inputDropout: number;
  readonly outputDropout: number;
  /** Decoupled, to be multiplied by the rate. Towards the starting point where there is one, else towards zero. */
  readonly weightDecay: number;
}

/** Tokens from which on a text is a library, too large for a base to overfit: its words are learned like the first ones. */
export const LIBRARY = 5_000_000;

const BLOCK = { streams: 24, steps: 20, samples: 128 };
/** At equal tokens (2 of 24 million, 256 units) larger blocks reach .03 nats less. */
const LIBRARY_BLOCK = { streams: 32, steps: 32, samples: 256 };

/** Passes and units that suit a text of which nothing is held out, so that nothing says when to stop; with the next row a letter is overfitted. */
const LETTER: Scale = {
  largestHiddenSize: 64,
  wantedEpochs: 8,
  wantedEpochsPower: 0,
  mostEpochs: 10,
  rate: 0.011,
  leastDecay: 0,
  dropoutEpochs: [1.5, 6],
  strongest: { rate: 0.005, inputDropout: 0.45, outputDropout: 0.6, weightDecay: 0.2 },
  block: BLOCK,
};

const CHAPTER: Scale = {
  largestHiddenSize: 192,
  wantedEpochs: 11,
  wantedEpochsPower: 0,
  mostEpochs: 15,
  rate: 0.014,
  leastDecay: 0.12,
  dropoutEpochs: [1, 8],
  strongest: { rate: 0.006, inputDropout: 0.6, outputDropout: 0.7, weightDecay: 0.3 },
  block: BLOCK,
};

const BOOK: Scale = {
  largestHiddenSize: 384,
  wantedEpochs: 2.2,
  wantedEpochsPower: 1.2,
  mostEpochs: 40,
  rate: 0.0165,
  leastDecay: 0.12,
  dropoutEpochs: [0, 14],
  strongest: { rate: 0.0055, inputDropout: 0.5, outputDropout: 0.6, weightDecay: 0.2 },
  block: BLOCK,
};

const SPEECHES: Scale = {
  largestHiddenSize: 384,
  wantedEpochs: 1.1,
  wantedEpochsPower: 0.8, // 60 s: perplexity 74 with 128 units, 77 with 192
  mostEpochs: 20,
  rate: 0.017,
  leastDecay: 0,
  dropoutEpochs: [5, 14],
  strongest: { rate: 0.0055, inputDropout: 0.5, outputDropout: 0.6, weightDecay: 0.2 },
  block: BLOCK,
};

const LIBRARY_SCALE: Scale = {
  largestHiddenSize: 384,
  wantedEpochs: 1.1,
  wantedEpochsPower: 0.8,
  mostEpochs: 30,
  rate: 0.01, // for 256 units .005, which is better than .008
  leastDecay: 0,
  dropoutEpochs: [12, 30],
  strongest: { rate: 0.0055, inputDropout: 0.5, outputDropout: 0.6, weightDecay: 0.2 },
  block: LIBRARY_BLOCK,
};

/**
 * Tokens, and what was found for a text of that length by trying neighbours of each number on held-out text: a letter, a chapter and the
 * whole of Moby Dick, the State of the Union addresses, a library of 24 million tokens. The first holds below its length, the last above.
 * The numbers of a chapter were better from 2,300 tokens on than a letter's, by 1 to 9 % of perplexity, and at 5,000 and 9,000 than numbers
 * between the two (The Good Soldier, The Riddle of the Sands, The Awakening).
 */
const FOUND: readonly (readonly [tokens: number, scale: Scale])[] = [
  [1_500, LETTER],
  [3_000, CHAPTER],
  [22_000, CHAPTER],
  [200_000, BOOK],
  [230_000, BOOK],
  [1_700_000, SPEECHES],
  [1_900_000, SPEECHES],
  [LIBRARY, LIBRARY_SCALE],
];

/** Of a text below 600 tokens, a sentence or two: read so many tokens at least, which takes no time. */
const LEAST_READ = 6_000;

/** For training from random weights. */
export function scaleOf(tokens: number): Scale {
  const above = FOUND.findIndex(([length]) => length > tokens);
  const scale =
    above === 0
      ? FOUND[0]![1]
      : above < 0
        ? FOUND.at(-1)![1]
        : between(FOUND[above - 1]!, FOUND[above]!, tokens);
  return { ...scale, mostEpochs: Math.max(scale.mostEpochs, LEAST_READ / tokens) };
}

/** Quantities that are multiplied in the logarithm, powers, shares and counts of passes that may be 0 as they are. */
function between(
  [shorter, a]: (typeof FOUND)[number],
  [longer, b]: (typeof FOUND)[number],
  tokens: number,
): Scale {
  const share = Math.log(tokens / shorter) / Math.log(longer / shorter);
  const linear = (from: number, to: number): number => from + share * (to - from);
  const geometric = (from: number, to: number): number => from * (to / from) ** share;
  const whole = (from: number, to: number): number => Math.round(geometric(from, to));
  return {
    largestHiddenSize: geometric(a.largestHiddenSize, b.largestHiddenSize),
    wantedEpochs: geometric(a.wantedEpochs, b.wantedEpochs),
    wantedEpochsPower: linear(a.wantedEpochsPower, b.wantedEpochsPower),
    mostEpochs: geometric(a.mostEpochs, b.mostEpochs),
    rate: geometric(a.rate, b.rate),
    leastDecay: linear(a.leastDecay, b.leastDecay),
    dropoutEpochs: [
      linear(a.dropoutEpochs[0], b.dropoutEpochs[0]),
      linear(a.dropoutEpochs[1], b.dropoutEpochs[1]),
    ],
    strongest: {
      rate: geometric(a.strongest.rate, b.strongest.rate),
      inputDropout: linear(a.strongest.inputDropout, b.strongest.inputDropout),
      outputDropout: linear(a.strongest.outputDropout, b.strongest.outputDropout),
      weightDecay: linear(a.strongest.weightDecay, b.strongest.weightDecay),
    },
    block: {
      streams: whole(a.block.streams, b.block.streams),
      steps: whole(a.block.steps, b.block.steps),
      samples: whole(a.block.samples, b.block.samples),
    },
  };
}

/** The peak rate at which a base goes on with another library, for 64 hidden units: the weights are good already. */
const CONTINUING_RATE = 0.006;

/** For a base that goes on with another library: no pull back, as it should become what both would have made it. */
export function continuingScaleOf(tokens: number): Scale {
  return { ...scaleOf(tokens), rate: CONTINUING_RATE };
}

/** Passes over a text of this length and more. A page is read once: after five times a base knows less of a Russian novel than before. */
const TEACHING_EPOCHS = 5;
const TEACHING_TOKENS = 6_000;
/** The peak rate for `TEACHING_TOKENS`, and the highest. */
const TEACHING_RATE = 0.0002;
const MOST_TEACHING_RATE = 0.003;
/** Decoupled decay towards the base; see createOptimiser. */
const TEACHING_PULL = 1;

/**
 * For teaching a network from a base the text of one writer: a rate that rises with the square root of the text, as training on a short text
 * makes the base worse on other text of its language. Found on The Riddle of the Sands and The Good Soldier: after 5,000 words
 * a rate of .00025 changes held-out loss by .000 and +.005 nats, .0005 by +.010 and +.023; after 20,000 words both gain .02.
 */
export function teachingScaleOf(tokens: number): Scale {
  return {
    largestHiddenSize: 384,
    wantedEpochs: 1,
    wantedEpochsPower: 0,
    mostEpochs: TEACHING_EPOCHS * Math.min(1, Math.max(0.2, tokens / TEACHING_TOKENS)),
    rate: 0,
    leastDecay: 0,
    dropoutEpochs: [0, 0],
    strongest: {
      rate: Math.min(MOST_TEACHING_RATE, TEACHING_RATE * Math.sqrt(tokens / TEACHING_TOKENS)),
      inputDropout: 0.2,
      outputDropout: 0.3,
      weightDecay: TEACHING_PULL,
    },
    block: { streams: 16, steps: 20, samples: 256 },
  };
}
