/** A request as the recorded explorer sees it. */
export type RecordedRequest = {
  /** From 1, over all requests of the server. */
  readonly number: number;
  readonly action: string;
  /** Lower case; empty when the question names none. */
  readonly address: string;
  readonly parameters: URLSearchParams;
};

/** A way in which real explorers fail. */
export type Fault =
  /** `NOTOK` with the text of a used-up allowance, under HTTP 200. */
  | { readonly kind: 'rate_limit' }
  | { readonly kind: 'http'; readonly status: number; readonly retryAfterSeconds?: number }
  /** A page of a proxy or a protection service under HTTP 200. */
  | { readonly kind: 'html' }
  /** The true answer, cut in the middle. */
  | { readonly kind: 'cut' }
  /** No answer at all until the client gives up. */
  | { readonly kind: 'timeout' }
  /** The connection is closed without an answer. */
  | { readonly kind: 'reset' }
  /** `NOTOK` with this text. */
  | { readonly kind: 'error'; readonly text: string }
  /** This JSON under HTTP 200 instead of the true answer. */
  | { readonly kind: 'answer'; readonly json: unknown };

/** Says for each request how it fails; undefined: it is answered. */
export type FaultRule = (request: RecordedRequest) => Fault | undefined;

/** A rule that lets the first requests fail in this order and answers the rest; undefined stands for a request that is answered. */
export function faultScript(faults: readonly (Fault | undefined)[]): FaultRule {
  return (request) => faults[request.number - 1];
}
