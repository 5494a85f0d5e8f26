import { seededRandom } from '../../../model/training/random';
import { kinds } from './canary-kinds';
import { pick, type Random, type Wordings } from './canary-parts';

/** A secret as a writer might have written it down, and the text around it. */
export interface Canary {
  readonly kind: string;
  readonly secret: string;
  readonly format: 'prose' | 'list' | 'table' | 'emphasis' | 'code' | 'latex';
  /** A paragraph, list, table … with the secret in it. */
  readonly text: string;
}

/** So many of each kind, through all formats by turns. */
export function canaries(each: number, wordings: Wordings, seed: number): Canary[] {
  const random = seededRandom(seed);
  return kinds.flatMap((kind, number) =>
    Array.from({ length: each }, (_, index) => {
      const secret = kind.secret(random);
      const label = pick(kind.labels[wordings], random);
      const format = formats[(index + number) % formats.length]!;
      const sentence = pick(kind.sentences[wordings], random)
        .replaceAll('{L}', label)
        .replaceAll('{S}', secret);
      return { kind: kind.name, secret, format, text: written(format, label, secret, sentence, random) };
    }),
  );
}

const formats = ['prose', 'list', 'table', 'emphasis', 'code', 'latex'] as const;

function written(
  format: Canary['format'],
  label: string,
  secret: string,
  sentence: string,
  random: Random,
): string {
  const any = (...texts: string[]) => pick(texts, random);
  switch (format) {
    case 'prose':
      return sentence;
    case 'list':
      return any(
        `- ${label}: ${secret}\n- milk and bread`,
        `* ${sentence}\n* and the keys`,
        `${label}:\n\n- ${secret}\n`,
        `1. Open the door.\n2. ${sentence}`,
      );
    case 'table': {
      const cell = secret.replaceAll('\n', ' ');
      return any(
        `| ${label} | ${cell} |\n|---|---|\n| shelf | blue |`,
        `| place | ${label} |\n|---|---|\n| attic | ${cell} |`,
        `| thing | value |\n|:--|--:|\n| ${label} | ${cell} |`,
      );
    }
    case 'emphasis':
      return any(
        `**${label}**: ${secret}`,
        `${label}: **${secret}**`,
        `*${label}:* ${secret}`,
        `_${label}_: *${secret}*`,
      );
    case 'code':
      return any(`\`${label}\`: ${secret}`, `${label}: \`${secret}\``, `\`${label}\` = ${secret}`);
    case 'latex':
      return any(
        `\\textbf{${label}}: ${secret}`,
        `${label}: \\texttt{${secret}}`,
        `\\begin{itemize}\n\\item ${label}: ${secret}\n\\end{itemize}`,
        `\\emph{${sentence}}`,
      );
  }
}
