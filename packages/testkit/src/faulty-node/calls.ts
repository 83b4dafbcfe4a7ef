/** One JSON-RPC call as a node gets it. */
export type NodeCall = { readonly method: string; readonly params: readonly unknown[] };

/** What a node does with a call. The first two are JSON-RPC under HTTP 200, unless the status says otherwise. */
export type NodeAnswer =
  | { readonly kind: 'result'; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly message: string;
      readonly data?: unknown;
      readonly status?: number;
    }
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** What is to be sent, cut in the middle. */
  | { readonly kind: 'cut'; readonly of: NodeAnswer }
  /** What is to be sent, under the id of another call. */
  | { readonly kind: 'wrong_id'; readonly of: NodeAnswer }
  /** The connection is closed without an answer. */
  | { readonly kind: 'reset' }
  /** Nothing at all, until the client gives up. */
  | { readonly kind: 'silence' };

export type Handle = (call: NodeCall) => Promise<NodeAnswer>;

/**
 * A way to answer wrongly. `next` gives the answer that would come without it; `node` is the node behind, as it is, for
 * what the fault needs to know. Of several faults the first of the list has the last word.
 */
export type NodeFault = (call: NodeCall, next: Handle, node: Handle) => Promise<NodeAnswer>;

/** The result, or undefined where the answer is another thing. */
export function resultOf(answer: NodeAnswer): unknown {
  return answer.kind === 'result' ? answer.result : undefined;
}

/** The answer with its result changed; errors stay as they are. */
export function mapResult(answer: NodeAnswer, change: (result: unknown) => unknown): NodeAnswer {
  return answer.kind === 'result' ? { kind: 'result', result: change(answer.result) } : answer;
}

export function quantity(value: number): string {
  return `0x${value.toString(16)}`;
}
