/**
 * A network loaded by one thread and run by another. Where memory can be shared, only its address is posted: filling tens of
 * megabytes takes a tenth of a second, which the main thread does not have.
 */
import { ModelFileError } from '../../model/format/model-file-error';
import type { Kernels } from '../../model/kernels/kernels';
import type { WasmHandle } from '../../model/kernels/wasm';
import type { NetworkConfig, Parameter } from '../../model/network/config';
import {
  attachNetwork,
  byteOffsetsOf,
  type LoadedNetwork,
  loadNetwork,
} from '../../model/prediction/loaded-network';
import { PARAGRAPH_END, SENTENCE_END, UNKNOWN } from '../../model/vocabulary/special';
import { attachKernels, isWasmKernels, loadKernels } from './kernels';

export type PostedNetwork = { readonly config: NetworkConfig } & (
  | { readonly kind: 'shared'; readonly handle: WasmHandle; readonly byteOffsets: readonly number[] }
  | { readonly kind: 'copied'; readonly parameters: readonly Parameter[] }
);

/**
 * Loads a network to be posted. Throws `ModelFileError` where it does not predict.
 *
 * @param temperature of the mixture that it will be part of. Default 1.
 */
export function loadToPost(
  { config, parameters }: { readonly config: NetworkConfig; readonly parameters: readonly Parameter[] },
  temperature = 1,
): PostedNetwork {
  const kernels = loadKernels();
  const network = loadNetwork(config, parameters, kernels);
  checkPrediction(network, temperature);
  const { buffer } = network.logits(new Float32Array(config.hiddenSize));
  return isWasmKernels(kernels) && !(buffer instanceof ArrayBuffer)
    ? { kind: 'shared', config, handle: kernels.handle, byteOffsets: byteOffsetsOf(network) }
    : { kind: 'copied', config, parameters };
}

/** What must be transferred rather than copied when it is posted. */
export function transferOf(posted: PostedNetwork): ArrayBuffer[] {
  if (posted.kind === 'shared') return [];
  return posted.parameters.flatMap(({ data }) => (data.buffer instanceof ArrayBuffer ? [data.buffer] : []));
}

export function receive(posted: PostedNetwork): {
  readonly network: LoadedNetwork;
  readonly kernels: Kernels;
} {
  if (posted.kind === 'copied') {
    const kernels = loadKernels();
    return { network: loadNetwork(posted.config, posted.parameters, kernels), kernels };
  }
  const kernels = attachKernels(posted.handle);
  return { network: attachNetwork(posted.config, kernels, posted.byteOffsets), kernels };
}

/** One prediction, after three tokens: probabilities that add to 1, whatever a file's checks may have missed. */
function checkPrediction(network: LoadedNetwork, temperature: number): void {
  const { layers, hiddenSize, cell } = network.config;
  const state = new Float32Array(network.stateSize); // (state)
  for (const id of [PARAGRAPH_END, UNKNOWN, SENTENCE_END]) network.step(id, state, state);
  const topLayer = (layers - 1) * (cell === 'lstm' ? 2 : 1) * hiddenSize;
  const probabilities = network.softmax(state.slice(topLayer, topLayer + hiddenSize), temperature);
  let sum = 0;
  for (let id = 0; id < probabilities.length; id++) sum += probabilities[id]!;
  if (Math.abs(sum - 1) > 1e-3 || Number.isNaN(sum)) {
    throw new ModelFileError('trial prediction', 'probabilities that add to 1', String(sum));
  }
}
