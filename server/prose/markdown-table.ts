/** A table's second row: `|---|:-:|`. A row of dashes alone may underline a heading; it is none here. */
export function isDelimiterRow(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const unit = text.charCodeAt(index);
    // space, tab, -, :, |
    if (unit !== 32 && unit !== 9 && unit !== 45 && unit !== 58 && unit !== 124) return false;
  }
  return text.slice(start, end).includes('-');
}
