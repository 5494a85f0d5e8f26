/**
 * `npm run bench [-- NAME …]`: every benchmark, or those named, one after the other. Leave the machine alone meanwhile: a timing
 * is only as quiet as the machine. All of them take about half an hour on two cores.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Each with the arguments that give the README's tables; what a writer notices first, then the engine, then the peers. */
const benches: Readonly<Record<string, readonly string[][]>> = {
  mixture: [
    ['moby', '10,60,300'],
    ['moby20k', '10'],
    ['sotu', '10,60'],
    ['moby-prose', '10'],
  ],
  'head-start': [[]],
  typing: [[]],
  prediction: [[]],
  'language-server': [[]],
  why: [[]],
  'corpus-size': [[]],
  kernels: [[]],
  training: [[]],
  recipe: [[]],
  'full-softmax': [[]],
  'time-to-quality': [
    ['moby', '8', '1'],
    ['moby', '10,60', '2'],
    ['sotu', '10,60', '2'],
  ],
  peers: [
    ['20', 'moby'],
    ['20', 'sotu'],
  ],
};

const names = Object.keys(benches);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(', ')}; there are ${names.join(', ')}\n`);
  process.exit(2);
}
const tsx = require.resolve('tsx/cli');
for (const name of asked.length > 0 ? asked : names) {
  process.stdout.write(`\n## ${name}\n\n`);
  for (const given of benches[name]!) {
    const job = [tsx, join(__dirname, `${name}.ts`), ...given];
    const { status } = spawnSync(process.execPath, job, { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
