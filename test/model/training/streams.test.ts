import assert from 'node:assert/strict';
import { createStreams } from '../../../model/training/streams';

describe('createStreams', () => {
  const cases: {
    name: string;
    text: number[];
    steps: number;
    streams: number;
    blocks: [number[], number[]][];
  }[] = [
    {
      name: 'one stream reads round the text',
      text: [3, 4, 5],
      steps: 2,
      streams: 1,
      blocks: [
        [
          [1, 3],
          [3, 4],
        ],
        [
          [4, 1],
          [5, 3],
        ],
      ],
    },
    {
      name: 'two streams begin at halves, time-major, and go on where the other began',
      text: [3, 4, 5, 6],
      steps: 2,
      streams: 2,
      blocks: [
        [
          [1, 4, 3, 5],
          [3, 5, 4, 6],
        ],
        [
          [4, 1, 5, 3],
          [5, 3, 6, 4],
        ],
      ],
    },
    {
      name: 'a single token',
      text: [7],
      steps: 3,
      streams: 1,
      blocks: [
        [
          [1, 1, 1],
          [7, 7, 7],
        ],
      ],
    },
  ];
  for (const { name, text, steps, streams, blocks } of cases) {
    it(name, () => {
      const source = createStreams(Int32Array.from(text), { steps, streams });
      for (const [block, [inputs, targets]] of blocks.entries()) {
        source.fill(block);
        assert.deepEqual([...source.inputs], inputs);
        assert.deepEqual([...source.targets], targets);
      }
    });
  }
});
