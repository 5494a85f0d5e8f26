import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { StreamMessageReader } from 'vscode-languageserver-protocol/node';
import { followFraming } from '../../../server/language-server/framing';
import { foldersOf, pathOption } from '../../../server/language-server/workspace-folders';
import { Command, type MeasureAnswer, type Status } from '../../../server/protocol';
import { worded } from '../../../server/sentences';
import { Turns } from '../../../server/threads/turns';
import { sampleText, startServer } from './server-process';
import { describeServer, folder, isReady, put, storage, uri } from './suite';

const BUNDLE = join(__dirname, '../../../dist/server.js');

describe('Folders as an editor sends them', () => {
  const posix = process.platform !== 'win32';
  const cases: [what: string, params: object, paths: string[], problem?: RegExp][] = [
    ['none', {}, []],
    ['null', { workspaceFolders: null, rootUri: null, rootPath: null }, []],
    ['an empty list', { workspaceFolders: [], rootUri: 'file:///a' }, ['/a']],
    ['one', { workspaceFolders: [{ uri: 'file:///a%20b', name: 'x' }] }, ['/a b']],
    ['an older editor’s', { rootUri: 'file:///a' }, ['/a']],
    ['a very old editor’s', { rootPath: '/a' }, ['/a']],
    ['the root itself', { rootUri: 'file:///' }, ['/']],
    ['a short form', { rootUri: 'file:/a' }, ['/a']],
    ['elsewhere', { workspaceFolders: [{ uri: 'vscode-remote://x/a' }, { uri: 'file:///a' }] }, ['/a']],
    ['no path', { workspaceFolders: [{ uri: 'file:' }] }, [], /expected a path, .*got "file:"/],
    ['no path behind slashes', { workspaceFolders: [{ uri: 'file://' }] }, [], /expected a path/],
    ['a relative path', { workspaceFolders: [{ uri: 'file:a' }] }, [], /expected a path/],
    ['a question for a path', { workspaceFolders: [{ uri: 'file:?a/b' }] }, [], /expected a path/],
    [
      'another host',
      { workspaceFolders: [{ uri: 'file://nas/a' }] },
      [],
      /expected a folder on this machine/,
    ],
    ['an encoded slash', { workspaceFolders: [{ uri: 'file:///a%2Fb' }] }, [], /on this machine/],
    ['a bad escape', { workspaceFolders: [{ uri: 'file:///a%zz' }] }, [], /on this machine/],
    ['a zero byte', { workspaceFolders: [{ uri: 'file:///a%00b' }] }, [], /zero byte/],
    ['a number', { workspaceFolders: [{ uri: 7 }] }, [], /expected a folder with a URI/],
    ['nothing in the list', { workspaceFolders: [null, 3, 'file:///a'] }, [], /expected a folder with a URI/],
    ['no list', { workspaceFolders: 7 }, [], /expected a list of folders, got 7/],
    ['a number for a URI', { rootUri: 7 }, [], /expected a folder with a URI/],
    ['a number for a path', { rootPath: 7 }, [], /expected an absolute path, got 7/],
    ['a relative old path', { rootPath: 'a' }, [], /expected an absolute path/],
    [
      'one of two that is wrong',
      { workspaceFolders: [{ uri: 'file://nas/a' }, { uri: 'file:///b' }] },
      ['/b'],
      /on this machine/,
    ],
  ];
  for (const [what, params, paths, problem] of cases) {
    it(what, function () {
      if (!posix) this.skip(); // other paths there
      const read = foldersOf(params);
      assert.deepEqual(read.paths, paths);
      if (problem) assert.match(read.problems.map((text) => worded(text)).join('\n'), problem);
      else assert.deepEqual(read.problems, []);
    });
  }

  it('a storage path is absolute, or the default with a word', () => {
    const problems: string[] = [];
    assert.equal(pathOption('storagePath', storageLike, problems), storageLike);
    assert.equal(pathOption('storagePath', undefined, problems), undefined);
    assert.equal(pathOption('storagePath', null, problems), undefined);
    assert.deepEqual(problems, []);
    for (const wrong of [7, {}, [], '', 'relative', '/zero\0byte', true]) {
      assert.equal(pathOption('storagePath', wrong, problems), undefined);
    }
    assert.equal(problems.length, 7);
    assert.match(worded(problems[0]!), /storagePath: expected an absolute path, got 7; the default is used/);
  });
});

const storageLike = join(__dirname, 'x');

describe('The framing of messages', () => {
  const message = (body: string) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const sound = [message('{"a":1}'), message('é'.repeat(5000)), message('')].join('');
  const withType = `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n${message('{}')}`;
  const cases: [what: string, stream: string, lost: RegExp | undefined][] = [
    ['sound', sound, undefined],
    ['with a type', withType + sound, undefined],
    ['in small letters', 'content-length:2\r\n\r\n{}', undefined],
    ['no number', 'Content-Length: many\r\n\r\n{}', /got "Content-Length: many/],
    ['a negative one', 'Content-Length: -2\r\n\r\n{}', /Content-Length of at most/],
    ['a fraction', 'Content-Length: 2.5\r\n\r\n{}', /Content-Length of at most/],
    ['none', 'Content-Type: x\r\n\r\n{}', /got "Content-Type: x/],
    ['an enormous one', 'Content-Length: 999999999999\r\n\r\n{}', /at most 268435456/],
    ['one too short', `Content-Length: 5\r\n\r\n{"a":1}${sound}`, /got "1\}Content-Length/],
    ['one too long', `Content-Length: 12\r\n\r\n{"a":1}${sound}`, /got "nt-Length/],
    ['no header at all', 'x'.repeat(5000), /4096 bytes that are none/],
    [
      'one much too long, and nothing more',
      `Content-Length: 5000\r\n\r\n{}`,
      /more bytes of a message within/,
    ],
    ['a header that stops', 'Content-Len', /the rest of a header within/],
  ];
  for (const [what, stream, lost] of cases) {
    for (const size of [1, 7, 1_000_000]) {
      it(`${what}, in chunks of ${size}`, async () => {
        const reasons: string[] = [];
        const read = followFraming((reason) => reasons.push(reason), 5);
        const bytes = Buffer.from(stream);
        for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
        if (lost && reasons.length === 0) await delay(40);
        assert.equal(reasons.length, lost ? 1 : 0, reasons.join('\n'));
        if (lost) assert.match(reasons[0]!, lost);
      });
    }
  }
});

describe('Turns', () => {
  it('run one task at a time, in order, also after one that failed or was aborted', async () => {
    const turns = new Turns();
    const begun: number[] = [];
    let going = 0;
    const controllers = Array.from({ length: 6 }, () => new AbortController());
    const pieces = controllers.map(({ signal }, index) =>
      turns
        .take(signal, async () => {
          begun.push(index);
          assert.equal(++going, 1);
          await delay(2);
          going--;
          if (index === 1) throw new Error('fails');
          return index;
        })
        .catch((error: Error) => error.message),
    );
    controllers[3]!.abort(new Error('not wanted'));
    assert.deepEqual(await Promise.all(pieces), [0, 'fails', 2, 'not wanted', 4, 5]);
    assert.deepEqual(begun, [0, 1, 2, 4, 5]);
  });
});

describeServer('Language server: odd starts', () => {
  it('goes on with what is right of its parameters, and tells the rest', async () => {
    put('one.md');
    const server = await startServer({
      initializationOptions: {
        storagePath: 7,
        userStoragePath: {},
        settings: { base: 'none', trainingSeconds: 1 },
      },
      environment: { XDG_CACHE_HOME: storage },
      workspaceFolders: [
        { uri: 'file://nas/a' },
        { uri: 9 },
        { uri: pathToFileURL(folder).href },
        { uri: 'file:' },
      ],
      capabilities: 'none' as never,
    });
    assert.ok((await server.status(isReady)).model);
    assert.equal(server.messages.length, 5);
    assert.match(server.messages.join('\n'), /storagePath: expected an absolute path, got 7/);
    assert.equal(readdirSync(join(storage, 'inkling')).length, 1, 'the default in the cache');
    await server.stop();
  });

  it('answers in the protocol’s order only', async () => {
    const child = spawn(process.execPath, [BUNDLE, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const answers = new Map<unknown, { error?: { code: number } }>();
    new StreamMessageReader(child.stdout).listen((message) => {
      const { id, ...answer } = message as { id?: unknown; error?: { code: number } };
      if (id !== undefined) answers.set(id, answer);
    });
    const send = (message: object) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    const initialize = { capabilities: {}, processId: null, rootUri: null };
    send({ id: 1, method: 'textDocument/completion', params: {} });
    send({ method: 'textDocument/didOpen', params: {} });
    send({ id: 2, method: 'initialize', params: null });
    send({ id: 3, method: 'shutdown' });
    send({
      id: 4,
      method: 'initialize',
      params: { ...initialize, processId: 1.5, initializationOptions: { storagePath: storage } },
    });
    send({ id: 5, method: 'initialize', params: initialize });
    send({ method: 'initialized', params: {} });
    send({ id: 6, method: 'workspace/executeCommand', params: { command: Command.status } });
    send({ id: 7, method: 'shutdown' });
    send({ id: 8, method: 'textDocument/completion', params: {} });
    const ended = once(child, 'close');
    while (answers.size < 8) await delay(5);
    send({ method: 'exit' });
    assert.deepEqual(await ended, [0, null]);
    const codes = [1, 2, 3, 4, 5, 6, 7, 8].map(
      (id) => (answers.get(id) ?? assert.fail(`no answer to ${id}`)).error?.code,
    );
    assert.deepEqual(codes, [-32002, -32602, -32002, undefined, -32600, undefined, undefined, -32600]);
  });

  it('ends where the lengths of messages are wrong', async () => {
    const child = spawn(process.execPath, [BUNDLE, '--stdio'], { stdio: ['pipe', 'ignore', 'pipe'] });
    const ended = once(child, 'close');
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    child.stdin.write('Content-Length: 9\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"initialize"}');
    child.stdin.write('Content-Length: 2\r\n\r\n{}');
    const [code] = await ended;
    assert.equal(code, 1);
    assert.match(told, /the editor's messages can't be read any more: expected a header/);
  });

  it('waits for no editor that does not answer', async () => {
    put('one.md');
    const server = await startServer({
      folder,
      storage,
      silent: true,
      capabilities: {
        window: { workDoneProgress: true },
        workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    });
    assert.ok((await server.status(isReady)).model);
    await server.stop();
  });

  it('measures one document at a time, however many are asked for', async function () {
    if (!existsSync('/proc/self/task')) this.skip();
    put('one.md');
    const server = await startServer({ folder, storage });
    await server.status(isReady);
    await server.open(uri, sampleText(40));
    const threads = () => readdirSync(`/proc/${server.process.pid}/task`).length;
    const before = threads();
    let most = before;
    const timer = setInterval(() => {
      most = Math.max(most, threads());
    }, 5);
    const measured = await Promise.all(
      Array.from({ length: 12 }, () => server.execute<MeasureAnswer>(Command.measure, uri)),
    );
    clearInterval(timer);
    assert.ok(measured.every((answer) => answer.outcome === 'measured' && answer.evaluation.words > 200));
    assert.ok(most - before <= 4, `${most - before} more threads`);
    assert.equal((await server.execute<Status>(Command.status)).state, 'ready');
    await server.stop();
  });

  it('tells a storage that is a file once, and goes on in memory', async () => {
    put('one.md');
    mkdirSync(join(storage, 'x'));
    writeFileSync(join(storage, 'x', 'file'), '');
    const nowhere = join(storage, 'x', 'file');
    const server = await startServer({ folder, storage: nowhere, userStorage: nowhere });
    assert.ok((await server.status(isReady)).model);
    await server.execute(Command.forget, 'wind');
    assert.equal(server.messages.length, 1, server.messages.join('\n'));
    await server.stop();
  });
});
