// Compiles model/kernels/assembly to WebAssembly, with and without relaxed SIMD, when the outputs are older than the sources.
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const script = fileURLToPath(import.meta.url);
const root = dirname(dirname(script));
const sources = join(root, 'model/kernels/assembly');

const shared = ['--sharedMemory', '--enable', 'threads'];
const builds = [
  { file: 'kernels.wasm', flags: shared },
  { file: 'kernels-relaxed.wasm', flags: [...shared, '--enable', 'relaxed-simd'] },
  // For a host without SharedArrayBuffer: one thread, with memory of its own.
  { file: 'kernels-unshared.wasm', flags: [] },
];

/** Most that a memory can grow to, in pages of 64 KiB: 1 GiB. `model/kernels/wasm.ts` makes memories of this size. */
const maximumPages = '16384';

/** Where the modules' constants lie: behind the first cache line, before what `model/kernels/wasm.ts` allocates. */
const constantsAt = '64';

/** Writes kernels.wasm and its variants into `outdir`, unless they are there and newer than every source. */
export async function buildKernels(outdir) {
  const inputs = [script, ...(await readdir(sources)).map((name) => join(sources, name))];
  const newest = Math.max(...(await Promise.all(inputs.map(modified))));
  for (const { file, flags } of builds) {
    const target = join(outdir, file);
    if ((await modified(target)) > newest) continue;
    await mkdir(outdir, { recursive: true });
    // Written beside and renamed, so that nobody ever loads half a file.
    const draft = `${target}.${process.pid}`;
    await writeFile(draft, await compile(flags));
    await rename(draft, target);
  }
}

async function modified(file) {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.NEGATIVE_INFINITY,
  );
}

async function compile(flags) {
  // Loaded only when there is something to compile: the compiler alone takes a second to start.
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const options = [
    ...['--outFile', 'kernels.wasm', '-O3', '--converge', '--noAssert', '--runtime', 'stub'],
    ...['--importMemory', '--initialMemory', '1', '--maximumMemory', maximumPages],
    ...['--memoryBase', constantsAt],
    ...['--enable', 'simd', ...flags],
  ];
  const { error, stderr } = await asc.main(['index.ts', '--baseDir', sources, ...options], {
    writeFile: (_, contents) => {
      binary = contents;
    },
  });
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return binary;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) buildKernels('dist');
