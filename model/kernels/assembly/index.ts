/**
 * The kernels of kernels.ts in AssemblyScript, over float32 in WebAssembly SIMD.
 *
 * Compiled twice by scripts/build-kernels.mjs: for plain SIMD128, and with relaxed SIMD, whose fused
 * multiply-add makes the products about a tenth faster. Arguments of type `usize` are byte addresses in the
 * imported memory, sizes count elements. All that the module keeps in memory is a table of constants, at an address that
 * the build gives it, so any number of instances can share one; what an instance needs for packing it is given by `useScratch`.
 */
export { multiply, multiplyPacked, pack, scratchBytes, useScratch } from './product';
export { multiplyVector } from './vector-product';
export { multiplyQuantised } from './quantised-product';
export { elmanBackward, elmanForward } from './elman';
export { gruBackward, gruForward } from './gru';
export { lstmBackward, lstmForward } from './lstm';
export { exponentialRows, softmax } from './softmax';
export { adam, rmspropRows } from './optimisers';
export { addBias, gatherRows, scaleRows, scatterAddRows, sumRows } from './rows';
export { indicesFrom } from './indices';
export { addScaled, fill, multiplyElements, scale, sum, sumOfSquares } from './elements';

/** Whether this build uses relaxed SIMD. */
export const relaxed: bool = ASC_FEATURE_RELAXED_SIMD;
