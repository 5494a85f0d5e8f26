/**
 * `npx tsx scripts/draw-tutorial.ts`: draws model/tutorial/loss.svg, the loss of the example that model/tutorial/README.md computes. The
 * numbers that it begins with are read from that page; test/model/tutorial/page.test.ts checks the others, and the drawing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matrix } from '../model/tutorial/nodes';
import { backward, descend, forward, lossOf, type TutorialNetwork } from '../model/tutorial/tutorial-network';

const folder = join(__dirname, '..', 'model', 'tutorial');
/** Steps of descent that are drawn. */
const STEPS = 60;

/** The page's matrices, vectors (one row) and numbers (one row of one) by name. */
export type PageNumbers = ReadonlyMap<string, readonly (readonly number[])[]>;

/**
 * Reads lines such as `h_0 = ( 0.3799, 0.0997 )` from the blocks of code marked `numbers`; a line that begins with a parenthesis is the next
 * row of the matrix above it. What follows the numbers on a line is a remark.
 */
export function readPage(markdown: string): PageNumbers {
  const numbers = new Map<string, number[][]>();
  for (const [, block = ''] of markdown.matchAll(/^```numbers\n(.*?)^```$/gms)) {
    let rows: number[][] = [];
    for (const line of block.split('\n').filter((line) => line.trim() !== '')) {
      const [, name, values = ''] =
        /^\s*(?:([^\s=]+)\s*=\s*)?\(?\s*(-?[\d.]+(?:\s*,\s*-?[\d.]+)*)/.exec(line) ?? [];
      if (name !== undefined) {
        rows = [];
        numbers.set(name, rows);
      }
      if (values === '') throw new Error(`no numbers in: ${line}`);
      rows.push(values.split(',').map(Number));
    }
  }
  return numbers;
}

export function matrixOf(page: PageNumbers, name: string): Matrix {
  const rows = page.get(name);
  if (!rows?.[0]) throw new Error(`the page has no ${name}`);
  return { rows: rows.length, columns: rows[0].length, data: Float64Array.from(rows.flat()) };
}

/** What the page begins with. */
export function readExample(page: PageNumbers): { network: TutorialNetwork; rate: number } {
  const [embedding, U, W, V] = ['embedding', 'U', 'W', 'V'].map((name) => matrixOf(page, name)) as [
    Matrix,
    Matrix,
    Matrix,
    Matrix,
  ];
  return { network: { embedding, U, W, V }, rate: matrixOf(page, 'rate').data[0]! };
}

/** "I play .": reads `I play`, predicts `play .`. */
export const WORDS = [0, 1];
export const TARGETS = [1, 2];

/** The summed loss before each of so many steps of descent, and after the last. */
export function lossesOf(network: TutorialNetwork, rate: number, steps: number): number[] {
  const losses: number[] = [];
  for (let step = 0; step <= steps; step++) {
    const read = forward(network, WORDS, new Float64Array(network.W.rows));
    losses.push(lossOf(read, TARGETS));
    descend(network, backward(network, read, TARGETS, WORDS.length), rate);
  }
  return losses;
}

/** Of the drawing, in pixels; the margin holds the axes' texts. */
const WIDTH = 480;
const HEIGHT = 200;
const MARGIN = 44;
/** Read well on white and on black pages: the drawing does not know which it is on. */
const INK = '#7d8590';
const LINE = '#2f81f7';

/** The loss as an SVG drawing with a transparent ground. */
export function drawLosses(losses: readonly number[]): string {
  const highest = Math.ceil(Math.max(...losses));
  const x = (step: number): string => (MARGIN + (step / (losses.length - 1)) * WIDTH).toFixed(1);
  const y = (loss: number): string => (MARGIN / 2 + (1 - loss / highest) * HEIGHT).toFixed(1);
  const points = losses.map((loss, step) => `${x(step)},${y(loss)}`).join(' ');
  const acrossTicks = Array.from({ length: 7 }, (_, tick) =>
    Math.round((tick * (losses.length - 1)) / 6),
  ).map((step) => `<text x="${x(step)}" y="${HEIGHT + MARGIN / 2 + 16}" text-anchor="middle">${step}</text>`);
  const upTicks = Array.from({ length: highest + 1 }, (_, loss) => loss).map(
    (loss) =>
      `<text x="${MARGIN - 6}" y="${y(loss)}" dy=".35em" text-anchor="end">${loss}</text>` +
      `<line x1="${MARGIN}" x2="${MARGIN + WIDTH}" y1="${y(loss)}" y2="${y(loss)}" stroke="${INK}" opacity=".4"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + 2 * MARGIN} ${HEIGHT + MARGIN + 24}" role="img" aria-labelledby="title" font-family="sans-serif" font-size="12" fill="${INK}">`,
    `<title id="title">The example's loss falls from ${losses[0]!.toFixed(2)} to ${losses.at(-1)!.toFixed(2)} nats in ${losses.length - 1} steps of descent.</title>`,
    ...upTicks,
    ...acrossTicks,
    `<polyline points="${points}" fill="none" stroke="${LINE}" stroke-width="2"/>`,
    `<text x="${MARGIN + WIDTH / 2}" y="${HEIGHT + MARGIN + 14}" text-anchor="middle">steps of descent</text>`,
    `<text transform="translate(12 ${MARGIN / 2 + HEIGHT / 2}) rotate(-90)" text-anchor="middle">loss, nats</text>`,
    '</svg>',
    '',
  ].join('\n');
}

/** From the page's text. */
export function drawPage(markdown: string): string {
  const { network, rate } = readExample(readPage(markdown));
  return drawLosses(lossesOf(network, rate, STEPS));
}

if (require.main === module) {
  writeFileSync(join(folder, 'loss.svg'), drawPage(readFileSync(join(folder, 'README.md'), 'utf8')));
}
