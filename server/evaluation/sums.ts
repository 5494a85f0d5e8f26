import type { Evaluation } from '../protocol';

/** The figures that are sums over tokens, in the words of the report. */
export type Figures = Pick<
  Evaluation,
  'perplexity' | 'top1' | 'top3' | 'keystrokeSavings1' | 'keystrokeSavings3'
>;

/** Columns of a row of sums. */
const COLUMNS = 8;
const [TOKENS, SURPRISE, WORDS, TOP1, TOP3, TYPED, SPENT1, SPENT3] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Sums by paragraph, so that they can be drawn again with repetition. */
export class Sums {
  /** (paragraphs, COLUMNS) */
  private readonly rows: Float64Array[] = [];
  private row = new Float64Array(COLUMNS); // of the paragraph that is read

  /** @param probability of the token that came. */
  addToken(probability: number): void {
    this.row[TOKENS]!++;
    this.row[SURPRISE]! -= Math.log(Math.max(probability, LEAST_PROBABILITY));
  }

  /**
   * @param rank by prefix length of how many words were likelier; −1 for a word that the model cannot know.
   * @param letters of the word.
   */
  addWord(rank: Int32Array, letters: number, scored: number): void {
    const { row } = this;
    row[WORDS]!++;
    row[TYPED]! += letters + 1;
    const first = rank[0]!;
    if (first === 0) row[TOP1]!++;
    if (first >= 0 && first < 3) row[TOP3]!++;
    row[SPENT1]! += keystrokes(rank, letters, scored, 1);
    row[SPENT3]! += keystrokes(rank, letters, scored, 3);
  }

  endParagraph(): void {
    if (this.row[TOKENS] === 0) return;
    this.rows.push(this.row);
    this.row = new Float64Array(COLUMNS);
  }

  figures(): Figures {
    return figuresOf(this.total(this.rows));
  }

  get tokens(): number {
    return this.total(this.rows)[TOKENS]!;
  }

  get words(): number {
    return this.total(this.rows)[WORDS]!;
  }

  /**
   * 95 % intervals by the bootstrap (Efron 1979): paragraphs are drawn with repetition, because words within one
   * depend on each other.
   */
  intervals(resamples: number, random: () => number): Record<keyof Figures, [number, number]> | undefined {
    const { rows } = this;
    if (rows.length < 2) return undefined;
    const drawn = Array.from({ length: resamples }, () =>
      figuresOf(this.total(rows.map(() => rows[Math.floor(random() * rows.length)]!))),
    );
    const interval = (figure: keyof Figures): [number, number] => {
      const sorted = drawn.map((figures) => figures[figure]).sort((a, b) => a - b);
      return [sorted[Math.floor(0.025 * resamples)]!, sorted[Math.ceil(0.975 * resamples) - 1]!];
    };
    return {
      perplexity: interval('perplexity'),
      top1: interval('top1'),
      top3: interval('top3'),
      keystrokeSavings1: interval('keystrokeSavings1'),
      keystrokeSavings3: interval('keystrokeSavings3'),
    };
  }

  private total(rows: readonly Float64Array[]): Float64Array {
    const sum = new Float64Array(COLUMNS); // (COLUMNS)
    for (const row of rows) for (let column = 0; column < COLUMNS; column++) sum[column]! += row[column]!;
    return sum;
  }
}

/** Lowest probability that is scored: a component that gives a token 0 would otherwise have an infinite perplexity. */
const LEAST_PROBABILITY = 1e-10;

/**
 * Keystrokes for a word where `count` suggestions are offered: the letters up to the first prefix under which it is
 * among them, and one to accept; or all its letters and a space.
 */
export function keystrokes(rank: Int32Array, letters: number, scored: number, count: number): number {
  for (let typed = 0; typed <= scored && typed < letters; typed++) {
    const better = rank[typed]!;
    if (better >= 0 && better < count) return typed + 1;
  }
  return letters + 1;
}

function figuresOf(sum: Float64Array): Figures {
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    perplexity: Math.exp(share(sum[SURPRISE]!, sum[TOKENS]!)),
    top1: share(sum[TOP1]!, sum[WORDS]!),
    top3: share(sum[TOP3]!, sum[WORDS]!),
    keystrokeSavings1: sum[TYPED] === 0 ? 0 : 1 - sum[SPENT1]! / sum[TYPED]!,
    keystrokeSavings3: sum[TYPED] === 0 ? 0 : 1 - sum[SPENT3]! / sum[TYPED]!,
  };
}
