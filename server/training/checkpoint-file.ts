/** A checkpoint as bytes: safetensors, the best weights under `best.` and their PyTorch names, everything else as metadata. */
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../model/format/safetensors';
import type { NetworkConfig } from '../../model/network/config';
import type { Snapshot } from '../../model/training/api';
import type { Checkpoint } from '../../model/training/checkpoint';

export interface CheckpointFile {
  readonly checkpoint: Checkpoint;
  /** What else the writer of the file put there. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Files of other versions are not gone on with: what they hold may mean something else. */
const VERSION = '2';
const BEST = 'best.';

export function encodeCheckpoint({ checkpoint, metadata }: CheckpointFile): Uint8Array<ArrayBuffer> {
  const { vectors, best, ...position } = checkpoint;
  const tensors = new Map<string, Tensor>();
  for (const [name, data] of Object.entries(vectors)) tensors.set(name, { shape: [data.length], data });
  for (const { name, shape, data } of best?.parameters ?? []) {
    tensors.set(BEST + name, { shape, data: data instanceof Float32Array ? data : new Float32Array(data) });
  }
  return encodeSafetensors({
    metadata: {
      ...metadata,
      version: VERSION,
      position: JSON.stringify(position),
      ...(best && { best: JSON.stringify({ config: best.config, heldOutLoss: best.heldOutLoss }) }),
    },
    tensors,
  });
}

/** Throws an error where the bytes are not what `encodeCheckpoint` made. */
export function decodeCheckpoint(bytes: Uint8Array): CheckpointFile {
  const { metadata, tensors } = decodeSafetensors(bytes);
  const { version, position = '', best = 'null', ...others } = metadata;
  if (version !== VERSION) throw new RangeError(`checkpoint: got version ${version}, expected ${VERSION}`);
  const vectors: Record<string, Float32Array<ArrayBuffer>> = {};
  const parameters: Snapshot['parameters'][number][] = [];
  for (const [name, { shape, data }] of tensors) {
    if (!(data instanceof Float32Array)) throw new RangeError(`${name}: expected 32-bit floats`);
    const floats = data as Float32Array<ArrayBuffer>; // the decoder's own copy
    if (name.startsWith(BEST)) parameters.push({ name: name.slice(BEST.length), shape, data: floats });
    else vectors[name] = floats;
  }
  const found = JSON.parse(best) as { config: NetworkConfig; heldOutLoss: number } | null; // as written above
  return {
    checkpoint: {
      ...(JSON.parse(position) as Omit<Checkpoint, 'vectors'>), // as written above
      vectors,
      ...(found && { best: { ...found, parameters } }),
    },
    metadata: others,
  };
}

/** What can be moved to another thread instead of being copied. */
export function buffersOf({ vectors, best }: Pick<Checkpoint, 'vectors' | 'best'>): ArrayBuffer[] {
  const arrays = [...Object.values(vectors), ...(best?.parameters ?? []).map(({ data }) => data)];
  const buffers = new Set(arrays.map(({ buffer }) => buffer));
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer); // shared memory is not copied anyway
}
