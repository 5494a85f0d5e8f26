/** Writes kernels.wasm and kernels-relaxed.wasm into `outdir`, unless they are there and newer than every source. */
export function buildKernels(outdir: string): Promise<void>;
