import { readModel } from './model-files';
import { columns, grouped, type Output, print } from './output';

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
      ['most common', info.commonWords.join(' ')],
      ['held-out perplexity', info.heldOutPerplexity?.toFixed(1) ?? 'not measured'],
    ]),
  );
}
