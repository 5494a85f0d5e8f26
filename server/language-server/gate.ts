/**
 * The order of messages that the protocol prescribes: `initialize` once and first, nothing but `exit` after `shutdown`. What comes
 * out of order is refused with the protocol's own error, or dropped where it wants no answer.
 * https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#lifeCycleMessages
 */
import { ErrorCodes, type Message, type MessageStrategy, ResponseError } from 'vscode-languageserver/node';

/** Method name under which a refused request is passed to the connection, whose handler answers it with the error. */
const REFUSED = 'inkling/refused';

interface Refusal {
  readonly code: number;
  readonly message: string;
}

interface Incoming extends Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
}

/** What `createConnection` is to be given, so that messages come through the gate. */
export function createGate(): { messageStrategy: MessageStrategy } {
  let state: 'new' | 'open' | 'shut' = 'new';

  /** Undefined where the message may pass. */
  function refusalOf({ method, params }: Incoming): Refusal | undefined {
    if (method === 'exit') return undefined;
    if (state === 'shut') return { code: ErrorCodes.InvalidRequest, message: 'The server was shut down.' };
    if (method !== 'initialize') {
      if (state === 'open') return undefined;
      return { code: ErrorCodes.ServerNotInitialized, message: 'Expected initialize first.' };
    }
    if (state === 'open') return { code: ErrorCodes.InvalidRequest, message: 'Expected initialize once.' };
    if (isRecord(params)) return undefined;
    return { code: ErrorCodes.InvalidParams, message: 'Expected an object as parameters of initialize.' };
  }

  return {
    messageStrategy: {
      async handleMessage(message: Incoming, next: (message: Message) => unknown): Promise<void> {
        const { method } = message;
        if (typeof method !== 'string') {
          await next(message); // an answer to one of our requests
          return;
        }
        const refusal = refusalOf(message);
        if (refusal) {
          if (message.id !== undefined)
            await next({ ...message, method: REFUSED, params: refusal } as Message);
          return;
        }
        if (method === 'initialize') {
          state = 'open';
          await next({
            ...message,
            params: wellFormed(message.params as Record<string, unknown>),
          } as Message);
          return;
        }
        if (method === 'shutdown') state = 'shut';
        await next(message);
      },
    },
  };
}

/** Answers what the gate has refused. */
export function answerRefused(connection: {
  onRequest(method: string, handler: (refusal: Partial<Refusal>) => never): unknown;
}): void {
  connection.onRequest(REFUSED, ({ code = ErrorCodes.InvalidRequest, message = 'Refused.' }) => {
    throw new ResponseError(code, message);
  });
}

/** The fields of `initialize` that the library reads before our handler, each checked for its type or left out. */
function wellFormed(params: Record<string, unknown>): Record<string, unknown> {
  const { processId, capabilities } = params;
  const isProcess = Number.isSafeInteger(processId) && Number(processId) > 0;
  const groups = isRecord(capabilities) ? Object.entries(capabilities) : [];
  return {
    ...params,
    // The library ends the server when there is no such process, and takes what can't be one for that.
    processId: isProcess ? processId : null,
    capabilities: Object.fromEntries(groups.filter(([, group]) => isRecord(group))),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
