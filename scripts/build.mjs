// Builds everything that ships, into dist/: the kernels (AssemblyScript to WebAssembly) and the bundles.
import { context } from 'esbuild';
import { writeBillOfMaterials } from './bill-of-materials.mjs';
import { buildKernels } from './build-kernels.mjs';
import { bundledPackages, writeNotices } from './notices.mjs';

const watch = process.argv.includes('--watch');

const node = { platform: 'node', target: 'node20', format: 'cjs' };
/** Every bundle: where it starts, what it becomes, where it runs. */
const bundles = [
  { entryPoints: { client: 'client/extension.ts' }, ...node, external: ['vscode'] },
  {
    entryPoints: {
      server: 'server/main.ts',
      cli: 'server/command-line/main.ts',
      'training-worker': 'server/training/worker.ts',
      'corpus-worker': 'server/jobs/worker.ts',
      'checkpoint-worker': 'server/training/checkpoint-thread.ts',
      'base-worker': 'server/bases/worker.ts',
      'store-worker': 'server/store/worker.ts',
    },
    ...node,
  },
  {
    entryPoints: { 'loss-view': 'client/loss-view/main.ts' },
    inject: ['client/loss-view/navigator.ts'],
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  },
];

await buildKernels('dist');
const metafiles = [];
for (const bundle of bundles) {
  const built = await context({
    ...bundle,
    bundle: true,
    metafile: true,
    minify: true,
    legalComments: 'none',
    outdir: 'dist',
    logLevel: 'warning',
  });
  if (watch) await built.watch();
  else {
    const { metafile } = await built.rebuild();
    metafiles.push(metafile);
    await built.dispose();
  }
}
if (!watch) {
  const packages = bundledPackages(metafiles);
  writeNotices(packages, 'dist/third-party-notices.txt');
  writeBillOfMaterials(packages, 'dist/bill-of-materials.json');
}
