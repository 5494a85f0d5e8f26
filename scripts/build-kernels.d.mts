/** Writes kernels.wasm and its variants into `outdir`, unless they are there and newer than every source. */
export function buildKernels(outdir: string): Promise<void>;
