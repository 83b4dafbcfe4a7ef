/** A request as the server sees it. */
export type EsploraRequest = {
  /** From 1, over all requests of the server. */
  readonly number: number;
  /** From 1, over the requests of this route. */
  readonly place: number;
  /** With names for what is in it: `/tx/:txid/outspends`. */
  readonly route: string;
  /** Below the API's address. */
  readonly path: string;
};

/** A way in which real servers fail. */
export type EsploraFault =
  | { readonly kind: 'http'; readonly status: number; readonly retryAfterSeconds?: number; readonly body?: string }
  /** A page of a proxy or a protection service under HTTP 200. */
  | { readonly kind: 'html' }
  /** Words instead of the answer, under HTTP 200. */
  | { readonly kind: 'text'; readonly text: string }
  /** The true answer, cut in the middle. */
  | { readonly kind: 'cut' }
  /** The connection is closed without an answer. */
  | { readonly kind: 'reset' }
  /** No answer at all until the client gives up. */
  | { readonly kind: 'silence' }
  /** The true answer as it was so many blocks ago. */
  | { readonly kind: 'lag'; readonly blocks: number }
  /** The true answer to another question. */
  | { readonly kind: 'instead'; readonly path: string }
  /** The true JSON, changed. */
  | { readonly kind: 'change'; readonly change: (json: unknown) => unknown };

/** Says for each request how it fails; undefined: it is answered. */
export type EsploraFaultRule = (request: EsploraRequest) => EsploraFault | undefined;

/** The fault for the first so many requests of a route. */
export function firstOfRoute(route: string, times: number, fault: EsploraFault): EsploraFaultRule {
  return (request) => (request.route === route && request.place <= times ? fault : undefined);
}
