import assert from 'node:assert/strict';
import { sampleText, startServer } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

const SENTENCE = 'The captain followed the northern wind before the morning came to the harbour.';
const LETTER = sampleText(60);

describeServer('Language server: texts that repeat themselves', () => {
  const texts: [string, write: () => void][] = [
    ['a sentence, 400 times', () => put('lines.md', `${SENTENCE}\n\n`.repeat(400))],
    [
      'thirty versions of a letter',
      () => {
        for (let n = 0; n < 30; n++)
          put(`letter-${n}.md`, `Dear reader number ${n},\n\n${LETTER}\n\n${SENTENCE}\n`);
      },
    ],
    [
      'a folder of filled-in templates',
      () => {
        for (let n = 0; n < 60; n++)
          put(`${n}/notes.md`, `# Meeting ${n}\n\n${SENTENCE}\n\n${SENTENCE} Yes, ${n}.\n`);
      },
    ],
  ];
  for (const [what, write] of texts) {
    it(`learns ${what}, in the time that it was given`, async () => {
      write();
      const server = await startServer({ folder, storage });
      await server.open(uri, 'The captain followed the northern ');
      const { model } = await server.status(
        (status) => isReady(status) && status.model !== undefined,
        50_000,
      );
      assert.ok(Number.isFinite(model!.perplexity), String(model!.perplexity));
      const trained = server.statuses.findLast(({ training }) => training?.loss)?.training;
      assert.ok((trained?.seconds ?? 0) < 20, `${trained?.seconds} s of 1 s`);
      assert.equal((await server.completion(uri, 0, 34)).items[0]?.label, 'wind');
      await server.stop();
    });
  }
});
