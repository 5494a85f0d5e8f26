/**
 * `npm run bench [-- NAME …]`: every benchmark, or those named, one after the other. Leave the machine alone meanwhile: a timing
 * is only as quiet as the machine. All of them take about half an hour on two cores.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** In the order of the README: what a writer notices first, then the engine, then the peers. */
const benches = [
  'mixture',
  'typing',
  'prediction',
  'language-server',
  'kernels',
  'training',
  'time-to-quality',
  'peers',
] as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !benches.some((bench) => bench === name));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(', ')}; there are ${benches.join(', ')}\n`);
  process.exit(2);
}
for (const bench of asked.length > 0 ? asked : benches) {
  process.stdout.write(`\n## ${bench}\n\n`);
  const tsx = require.resolve('tsx/cli');
  const { status } = spawnSync(process.execPath, [tsx, join(__dirname, `${bench}.ts`)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
