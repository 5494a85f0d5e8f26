import type { LibraryProvenance } from '../../model/format/trained-model';
import { grouped } from '../evaluation/number-text';
import { readModel } from './model-files';
import { columns, type Output, print } from './output';
import { describeBase } from './trained';

/** What a model file holds and where it comes from. */
export async function infoCommand({ model: path }: { model: string }, output: Output): Promise<void> {
  const { model, bytes } = await readModel(path);
  const { mode, preset, vocabulary, extraWords, config, parameters, corpus, mixture, history, provenance } =
    model;
  const heldOutLoss = provenance.heldOutLoss;
  const info = {
    model: path,
    bytes,
    preset,
    tokenMode: mode,
    ...config,
    parameters: parameters.reduce((sum, { data }) => sum + data.length, 0),
    extraWords: extraWords.length,
    corpusTokens: corpus?.length ?? 0,
    heldOutPerplexity: heldOutLoss === undefined ? undefined : Math.exp(heldOutLoss),
    commonWords: vocabulary.forms.slice(3, 13),
    mixture,
    provenance,
    history,
  };
  print(output, info, () =>
    columns([
      ['model', `${path}, ${grouped(bytes)} bytes`],
      ['trained', `${provenance.trainedAt} by ${provenance.program}`],
      [
        'training',
        `${provenance.seconds.toFixed(1)} s, ${provenance.threads} threads, seed ${provenance.seed}, ${history.length} loss points`,
      ],
      [
        'text',
        `${grouped(provenance.tokens)} tokens of ${grouped(provenance.documents)} files (${mode}), ${grouped(provenance.heldOutTokens)} held out`,
      ],
      [
        'network',
        `${preset}: ${config.layers} × ${config.hiddenSize} ${config.cell}, ${grouped(info.parameters)} weights`,
      ],
      ['vocabulary', `${grouped(config.vocabularySize)} words and ${grouped(extraWords.length)} rarer ones`],
      ...(provenance.base ? [['base', describeBase(provenance.base)] as const] : []),
      ...(provenance.library ? libraryRows(provenance.library) : []),
      ['most common', info.commonWords.join(' ')],
      ['held-out perplexity', info.heldOutPerplexity?.toFixed(1) ?? 'not measured'],
    ]),
  );
}

/** What a base has read, where from, and how it was made. */
function libraryRows({ collections, terms, command, node }: LibraryProvenance): [string, string][] {
  const read = collections.map(
    ({ name, files, words }) => `${name}, ${grouped(files)} files, ${grouped(words)} words`,
  );
  return [
    ['has read', read.join('; ')],
    ['terms', terms ?? 'not said'],
    ['made by', `${command} (Node ${node})`],
  ];
}
