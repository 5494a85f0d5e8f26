/** The recurrent cells' element-wise parts, forward and backward, in plain TypeScript. See kernels.ts for shapes. */
import type { Vector } from './kernels';

export const plainCells = {
  elmanForward(hidden: Vector, input: Vector, recurrent: Vector, rows: number, hiddenSize: number): void {
    for (let i = 0; i < rows * hiddenSize; i++) hidden[i] = Math.tanh(input[i]! + recurrent[i]!);
  },

  elmanBackward(dPre: Vector, dHidden: Vector, hidden: Vector, rows: number, hiddenSize: number): void {
    for (let i = 0; i < rows * hiddenSize; i++) dPre[i] = dHidden[i]! * tanhSlope(hidden[i]!);
  },

  gruForward(
    hidden: Vector,
    gates: Vector,
    input: Vector,
    recurrent: Vector,
    previous: Vector,
    rows: number,
    hiddenSize: number,
  ): void {
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < hiddenSize; j++) {
        const atR = row * 3 * hiddenSize + j;
        const atZ = atR + hiddenSize;
        const atN = atZ + hiddenSize;
        const at = row * hiddenSize + j;
        const r = sigmoid(input[atR]! + recurrent[atR]!);
        const z = sigmoid(input[atZ]! + recurrent[atZ]!);
        const n = Math.tanh(input[atN]! + r * recurrent[atN]!);
        gates[atR] = r;
        gates[atZ] = z;
        gates[atN] = n;
        hidden[at] = (1 - z) * n + z * previous[at]!;
      }
    }
  },

  gruBackward(
    dInput: Vector,
    dRecurrent: Vector,
    dPrevious: Vector,
    dHidden: Vector,
    gates: Vector,
    recurrent: Vector,
    previous: Vector,
    rows: number,
    hiddenSize: number,
  ): void {
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < hiddenSize; j++) {
        const atR = row * 3 * hiddenSize + j;
        const atZ = atR + hiddenSize;
        const atN = atZ + hiddenSize;
        const at = row * hiddenSize + j;
        const r = gates[atR]!;
        const z = gates[atZ]!;
        const n = gates[atN]!;
        const dh = dHidden[at]!;
        const dN = dh * (1 - z) * tanhSlope(n);
        const dZ = dh * (previous[at]! - n) * sigmoidSlope(z);
        const dR = dN * recurrent[atN]! * sigmoidSlope(r);
        dInput[atR] = dR;
        dInput[atZ] = dZ;
        dInput[atN] = dN;
        dRecurrent[atR] = dR;
        dRecurrent[atZ] = dZ;
        dRecurrent[atN] = dN * r;
        dPrevious[at] = dh * z;
      }
    }
  },

  lstmForward(
    hidden: Vector,
    cell: Vector,
    gates: Vector,
    input: Vector,
    recurrent: Vector,
    previousCell: Vector,
    rows: number,
    hiddenSize: number,
  ): void {
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < hiddenSize; j++) {
        const atI = row * 4 * hiddenSize + j;
        const atF = atI + hiddenSize;
        const atG = atF + hiddenSize;
        const atO = atG + hiddenSize;
        const at = row * hiddenSize + j;
        const i = sigmoid(input[atI]! + recurrent[atI]!);
        const f = sigmoid(input[atF]! + recurrent[atF]!);
        const g = Math.tanh(input[atG]! + recurrent[atG]!);
        const o = sigmoid(input[atO]! + recurrent[atO]!);
        gates[atI] = i;
        gates[atF] = f;
        gates[atG] = g;
        gates[atO] = o;
        const c = f * previousCell[at]! + i * g;
        cell[at] = c;
        hidden[at] = o * Math.tanh(c);
      }
    }
  },

  lstmBackward(
    dPre: Vector,
    dPreviousCell: Vector,
    dHidden: Vector,
    dCell: Vector,
    gates: Vector,
    cell: Vector,
    previousCell: Vector,
    rows: number,
    hiddenSize: number,
  ): void {
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < hiddenSize; j++) {
        const atI = row * 4 * hiddenSize + j;
        const atF = atI + hiddenSize;
        const atG = atF + hiddenSize;
        const atO = atG + hiddenSize;
        const at = row * hiddenSize + j;
        const i = gates[atI]!;
        const f = gates[atF]!;
        const g = gates[atG]!;
        const o = gates[atO]!;
        const tanhCell = Math.tanh(cell[at]!);
        const dh = dHidden[at]!;
        const dc = dCell[at]! + dh * o * tanhSlope(tanhCell);
        dPre[atI] = dc * g * sigmoidSlope(i);
        dPre[atF] = dc * previousCell[at]! * sigmoidSlope(f);
        dPre[atG] = dc * i * tanhSlope(g);
        dPre[atO] = dh * tanhCell * sigmoidSlope(o);
        dPreviousCell[at] = dc * f;
      }
    }
  },
};

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** σ′ in terms of its value s = σ(x). */
function sigmoidSlope(s: number): number {
  return s * (1 - s);
}

/** tanh′ in terms of its value t = tanh(x). */
function tanhSlope(t: number): number {
  return 1 - t * t;
}
