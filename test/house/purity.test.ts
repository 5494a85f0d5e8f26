import assert from 'node:assert/strict';
import { type SourceFile, sourceFiles, withoutComments } from './sources';

/** Names through which model/ would depend on the outside: the clock, global randomness, the process, timers, the console. */
const worldly =
  /\bMath\.random\b|\bDate\b|\bperformance\b|\bprocess\.|\bcrypto\.|\bset(?:Timeout|Interval|Immediate)\b|\bconsole\.|\bfetch\(/g;

function worldlyUses({ path, text }: SourceFile): string[] {
  return (withoutComments(text).match(worldly) ?? []).map((use) => `${path}: ${use}`);
}

describe('the purity of the model', () => {
  it('takes time and randomness as arguments', () => {
    assert.deepEqual(sourceFiles('model').flatMap(worldlyUses), []);
  });

  it('would notice the clock and global randomness', () => {
    const text = '// Math.random() is what we avoid\nconst seed = Math.random() * Date.now();';
    assert.deepEqual(worldlyUses({ path: 'a.ts', text }), ['a.ts: Math.random', 'a.ts: Date']);
  });
});

describe('the privacy of the server and the client', () => {
  const network =
    /\bfetch\(|['"]node:(?:https?|http2|dgram|dns|tls)(?:\/promises)?['"]|\bXMLHttpRequest\b|\bWebSocket\b/g;

  it('opens no connection anywhere', () => {
    const uses = ['model', 'server', 'client']
      .flatMap(sourceFiles)
      .flatMap(({ path, text }) =>
        (withoutComments(text).match(network) ?? []).map((use) => `${path}: ${use}`),
      );
    assert.deepEqual(uses, []);
  });
});
