/** Several texts in ids, one after the other. */
export function concatenate(texts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(texts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const text of texts) {
    all.set(text, end);
    end += text.length;
  }
  return all;
}
