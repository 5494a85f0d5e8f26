import type { LeftOut } from './discover';

/** At most `most` of the files, with some of each kind of reason: where thousands are copies, one that can't be read is still listed. */
export function someOfEach(leftOut: readonly LeftOut[], most: number): LeftOut[] {
  if (leftOut.length <= most) return [...leftOut];
  const byReason = new Map<string, LeftOut[]>();
  for (const each of leftOut) {
    const kind = each.reason.replace(/ \(.*/, ''); // figures and names come in brackets
    const same = byReason.get(kind);
    if (same) same.push(each);
    else byReason.set(kind, [each]);
  }
  const chosen: LeftOut[] = [];
  for (let index = 0; chosen.length < most; index++) {
    for (const same of byReason.values()) if (index < same.length) chosen.push(same[index]!);
  }
  return chosen.slice(0, most);
}
