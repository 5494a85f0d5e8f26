/** Saves two models in turn until it is killed; says so once the first is there. Started by model-store.test.ts. */
import { createModelStore } from '../../../server/store/model-store';
import { exampleModel } from '../../model/format/example-model';

async function write(): Promise<never> {
  const store = createModelStore(process.argv[2]!); // the test's folder
  const model = exampleModel();
  const larger = { ...model, corpus: new Int32Array(500_000) };
  await store.save(model);
  process.stdout.write('saving\n');
  for (;;) {
    await store.save(larger);
    await store.save(model);
  }
}

void write();
