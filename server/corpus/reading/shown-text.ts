/** Control characters, line ends, and what turns the direction of writing: a file's name may hold any of them. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A name, a path or a message as it can stand in a status or a log: on one line, without control characters, and where it is longer than
 * `most` characters without its middle.
 */
export function shownText(text: string, most: number): string {
  const printable = (part: string) => part.replace(UNPRINTABLE, '\ufffd');
  if (text.length <= most) return printable(text);
  const [head, tail] = [Math.ceil(most / 2) - 1, Math.floor(most / 2)];
  return `${printable(text.slice(0, head))}…${printable(text.slice(-tail))}`;
}
