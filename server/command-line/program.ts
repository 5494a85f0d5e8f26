/** The command line's grammar. What each command does stands in a file of its own. */
import { Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { parseCount, parseDuration } from './arguments';
import { baseCommand } from './base';
import { evaluateCommand } from './evaluate';
import { CommandFailure } from './failure';
import { infoCommand } from './info';
import type { Output } from './output';
import { suggestCommand } from './suggest';
import { trainCommand } from './train';

/** Exit codes, as the contract has them. */
const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** More would be slower than the text justifies, and 4,096 squared is where a weight matrix fills a memory. */
const MOST_HIDDEN = 4096;
const MOST_THREADS = 64;
/** Beyond it an exact softmax takes longer than a keystroke may. */
const MOST_VOCABULARY = 200_000;
const MOST_SUGGESTIONS = 1000;

const USAGE: Readonly<Record<string, string>> = {
  train:
    'inkling train PATH... --model FILE [--budget 60s | --epochs N] [--preset tutorial|elman|gru|lstm] [--hidden N] [--inputs embedding|one-hot] [--threads N] [--seed N] [--tokens prose|whitespace] [--valid PATH] [--base auto|none|FILE] [--json]',
  base: 'inkling base PATH... --out FILE [--budget 30m] [--from FILE] [--hidden N] [--cell gru|lstm] [--vocabulary N] [--threads N] [--seed N] [--valid PATH] [--keep-text] [--terms TEXT] [--json]',
  evaluate:
    'inkling evaluate PATH... --model FILE [--tokens prose|whitespace] [--adapt] [--chart FILE] [--json]',
  suggest: 'inkling suggest TEXT --model FILE [--count N] [--json]',
  info: 'inkling info --model FILE [--json]',
  serve: 'inkling serve --stdio',
};
const ALL_USAGE = 'inkling train | base | evaluate | suggest | info | serve, or inkling --help';

/**
 * Runs one command.
 *
 * @param args what follows the program's name.
 * @returns the exit code. For `serve` it comes at once and the server lives on.
 */
export async function runProgram(
  args: readonly string[],
  streams: { stdout: (text: string) => void; stderr: (text: string) => void },
): Promise<number> {
  const program = createProgram((json) => ({
    json,
    result: streams.stdout,
    progress: (line) => streams.stderr(`${line}\n`),
  }));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: streams.stdout, writeErr: () => {} });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return DONE;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return DONE; // --help and --version
      streams.stderr(`${usageError(error, args)}\n`);
      return WRONG_USAGE;
    }
    if (error instanceof CommandFailure) {
      streams.stderr(`inkling: ${oneLine(error.message)}\n`);
      return FAILED;
    }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    streams.stderr(`inkling: unexpected: ${oneLine(message)}\n`);
    return FAILED;
  }
}

function createProgram(outputFor: (json: boolean) => Output): Command {
  const program = new Command('inkling').description(
    'Next-word suggestions, learned from your own text by a recurrent network on your own machine.',
  );
  program.version(version).helpCommand(false).argument('[command]').action(noCommand);

  const model = () => new Option('--model <file>', 'the model file').makeOptionMandatory();
  const json = () => new Option('--json', 'print one JSON object').default(false);
  const tokens = () =>
    new Option(
      '--tokens <mode>',
      'how text is cut; whitespace: one sentence a line, tokens between spaces',
    ).choices(['prose', 'whitespace']);

  program
    .command('train')
    .description('learn from text files and folders')
    .argument('<path...>')
    .addOption(model())
    .addOption(
      new Option('--budget <time>', 'how long to train, e.g. 20s or 5m (default: 60s)')
        .argParser(parseDuration)
        .conflicts('epochs'),
    )
    .addOption(new Option('--epochs <n>', 'passes over the text').argParser(parseCount(1, 1_000_000)))
    .addOption(
      new Option('--preset <preset>', 'the network (default: gru)').choices([
        'tutorial',
        'elman',
        'gru',
        'lstm',
      ]),
    )
    .addOption(
      new Option('--hidden <n>', 'units of the hidden layer (default: by text and budget)').argParser(
        parseCount(1, MOST_HIDDEN),
      ),
    )
    .addOption(
      new Option('--inputs <kind>', "how the tutorial's network reads a word (default: embedding)").choices([
        'embedding',
        'one-hot',
      ]),
    )
    .addOption(new Option('--threads <n>', 'threads that train').argParser(parseCount(1, MOST_THREADS)))
    .addOption(new Option('--seed <n>', 'of all randomness').argParser(parseCount(0, 2 ** 31 - 1)).default(1))
    .addOption(tokens().default('prose'))
    .addOption(new Option('--valid <path>', 'held-out text (default: a twentieth of the text)'))
    .addOption(new Option('--base <base>', 'auto, none, or the file of a base to begin from (default: auto)'))
    .addOption(json())
    .action((paths: string[], options) => trainCommand(paths, options, outputFor(options.json)));

  program
    .command('base')
    .description('train a network for a language on a library of texts, for others to begin from')
    .argument('<path...>')
    .addOption(new Option('--out <file>', 'the base file to write').makeOptionMandatory())
    .addOption(
      new Option('--budget <time>', 'how long to train, e.g. 30m or 2h')
        .argParser(parseDuration)
        .default(1800, '30m'),
    )
    .addOption(
      new Option('--hidden <n>', 'units of the hidden layer')
        .argParser(parseCount(1, MOST_HIDDEN))
        .default(256),
    )
    .addOption(new Option('--from <file>', 'a base to go on from'))
    .addOption(new Option('--cell <cell>', 'the recurrent cell').choices(['gru', 'lstm']).default('gru'))
    .addOption(
      new Option(
        '--vocabulary <n>',
        'words with a row of their own (default: 26000; with --from, its words and the new ones)',
      ).argParser(parseCount(100, MOST_VOCABULARY)),
    )
    .addOption(new Option('--threads <n>', 'threads that train').argParser(parseCount(1, MOST_THREADS)))
    .addOption(new Option('--seed <n>', 'of all randomness').argParser(parseCount(0, 2 ** 31 - 1)).default(1))
    .addOption(new Option('--valid <path>', 'held-out text (default: a part of the library)'))
    .addOption(new Option('--keep-text', 'leave FILE.text, the library as scale/train.py reads it'))
    .addOption(new Option('--terms <text>', 'sources and terms of the texts, to go with the base'))
    .addOption(json())
    .action((paths: string[], options) => baseCommand(paths, options, outputFor(options.json)));

  program
    .command('evaluate')
    .description('suggestion quality on text that the model has not seen')
    .argument('<path...>')
    .addOption(model())
    .addOption(tokens())
    .addOption(new Option('--adapt', 'let the model learn from the text while it reads').default(false))
    .addOption(new Option('--chart <file>', 'draw how sure it was and how often right, as SVG'))
    .addOption(json())
    .action((paths: string[], options) => evaluateCommand(paths, options, outputFor(options.json)));

  program
    .command('suggest')
    .description('next words, or completions of an unfinished last word')
    .argument('<text>')
    .addOption(model())
    .addOption(new Option('--count <n>', 'how many').argParser(parseCount(1, MOST_SUGGESTIONS)).default(5))
    .addOption(json())
    .action((text: string, options) => suggestCommand(text, options, outputFor(options.json)));

  program
    .command('info')
    .description('what a model file holds')
    .addOption(model())
    .addOption(json())
    .action((options) => infoCommand(options, outputFor(options.json)));

  program
    .command('serve')
    .description('the language server, for any editor')
    .addOption(new Option('--stdio', 'speak over standard input and output').makeOptionMandatory())
    .action(async () => {
      await import('../main'); // starts with its import, and reads `--stdio` itself
    });
  return program;
}

function noCommand(command: string | undefined): never {
  const what = command === undefined ? 'no command given' : `unknown command '${command}'`;
  throw new CommanderError(WRONG_USAGE, 'inkling.noCommand', what);
}

/** One line: what is wrong, and what is expected. */
function usageError(error: CommanderError, args: readonly string[]): string {
  const fault = oneLine(error.message.replace(/^error: /, '')).replace(/\.$/, '');
  const usage = USAGE[args[0] ?? ''] ?? ALL_USAGE;
  return `inkling: ${fault}; expected: ${usage}`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
