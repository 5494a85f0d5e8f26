/** Chooses and loads the fastest kernels that this host runs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Kernels } from '../../model/kernels/kernels';
import { createPlainKernels } from '../../model/kernels/plain';
import {
  createWasmKernels,
  relaxedSimdIsAvailable,
  sharedMemoryIsAvailable,
  type WasmHandle,
  type WasmKernels,
} from '../../model/kernels/wasm';

export interface KernelOptions {
  /** Use only this kind; where it is missing, plain. Default: relaxed SIMD where the host has it, else SIMD. */
  readonly prefer?: Kernels['name'];
  /** The memory of another instance, to work on the same vectors. Default: a new one. */
  readonly memory?: WebAssembly.Memory;
  /** Where kernels.wasm and its variants lie. Default: beside the running bundle, else dist/ of the checkout. */
  readonly directory?: string;
}

export interface LoadedKernels {
  readonly kernels: Kernels | WasmKernels;
  /** Why `kernels` are the plain ones, fifty times slower, for the log. Absent when they are not, or were asked for. */
  readonly reason?: string;
}

/** As `loadKernelsWithReason`, without the reason. */
export function loadKernels(options: KernelOptions = {}): Kernels | WasmKernels {
  return loadKernelsWithReason(options).kernels;
}

/** Never throws: where WebAssembly, SIMD or the files are missing, the plain kernels, and why. */
export function loadKernelsWithReason(options: KernelOptions = {}): LoadedKernels {
  if (options.prefer === 'plain') return { kernels: createPlainKernels() };
  try {
    const file = join(options.directory ?? kernelDirectory(), kernelFile(options.prefer));
    const module = new WebAssembly.Module(readFileSync(file));
    return { kernels: createWasmKernels(module, options.memory) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kernels: createPlainKernels(), reason };
  }
}

/** Throws where relaxed SIMD is asked for and missing. */
function kernelFile(prefer: KernelOptions['prefer']): string {
  if (!sharedMemoryIsAvailable()) return 'kernels-unshared.wasm';
  const relaxed = prefer !== 'simd' && enableRelaxedSimd();
  if (prefer === 'relaxed-simd' && !relaxed) throw new Error('this host has no relaxed SIMD');
  return relaxed ? 'kernels-relaxed.wasm' : 'kernels.wasm';
}

/** In a worker thread: kernels over the memory of those whose `handle` was posted here. */
export function attachKernels(handle: WasmHandle): WasmKernels {
  return createWasmKernels(handle.module, handle.memory);
}

export function isWasmKernels(kernels: Kernels | WasmKernels): kernels is WasmKernels {
  return kernels.name !== 'plain';
}

/** Node 20 runs relaxed SIMD only behind a flag; later versions always. */
function enableRelaxedSimd(): boolean {
  if (relaxedSimdIsAvailable()) return true;
  if (Number(process.versions.node.split('.')[0]) > 20) return false;
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return relaxedSimdIsAvailable();
}

/** Bundles run from dist/, where the kernels are built too; tests and benches run the sources. */
function kernelDirectory(): string {
  const built = join(__dirname, '..', '..', 'dist');
  return existsSync(join(__dirname, 'kernels.wasm')) ? __dirname : built;
}
