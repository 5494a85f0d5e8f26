/**
 * Cuts a text into parallel streams. Stream s begins at s/B of the text, and the text is a ring: at its own end a
 * stream reads on where the next one began. So nothing is padded, no state is ever thrown away, and every token is
 * a target once an epoch.
 */
import type { BlockShape } from '../network/cell';
import { SENTENCE_END } from '../vocabulary/special';

export interface Streams extends BlockShape {
  /** (steps, streams) token ids read, and those that follow them. */
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  /** Fills `inputs` and `targets` with a block, counted from 0. Blocks follow one another without end. */
  fill(block: number): void;
}

/** @param text at least one token. The very first token is predicted from a sentence's end. */
export function createStreams(text: Int32Array, shape: BlockShape): Streams {
  const { steps, streams } = shape;
  const inputs = new Int32Array(steps * streams); // (steps, streams)
  const targets = new Int32Array(steps * streams); // (steps, streams)
  return {
    steps,
    streams,
    inputs,
    targets,
    fill(block) {
      for (let stream = 0; stream < streams; stream++) {
        let position = (Math.floor((stream * text.length) / streams) + block * steps) % text.length;
        for (let step = 0; step < steps; step++) {
          const at = step * streams + stream;
          inputs[at] = position === 0 ? SENTENCE_END : text[position - 1]!;
          targets[at] = text[position]!;
          if (++position === text.length) position = 0;
        }
      }
    },
  };
}
