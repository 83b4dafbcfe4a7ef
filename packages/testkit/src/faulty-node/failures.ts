import type { NodeAnswer, NodeCall, NodeFault } from './calls.ts';

/** Which calls a fault is for: a method, a beginning that ends in `*`, or a rule. */
export type Which = string | ((call: NodeCall) => boolean);

/** The fault for these calls only. */
export function on(which: Which, fault: NodeFault): NodeFault {
  return (call, next, node) => (matches(which, call) ? fault(call, next, node) : next(call));
}

/** The fault for the first so many calls that get to it; inside `on`, of those methods. */
export function firstTimes(times: number, fault: NodeFault): NodeFault {
  let left = times;
  return (call, next, node) => {
    if (left === 0) return next(call);
    left -= 1;
    return fault(call, next, node);
  };
}

/** Answers this, without asking the node behind. */
export function answering(answer: NodeAnswer): NodeFault {
  return async () => answer;
}

/** Too many requests, with or without the time to wait. */
export function tooManyRequests(retryAfterSeconds?: number): NodeFault {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return answering({ kind: 'http', status: 429, headers, body: 'Too Many Requests' });
}

export function serverError(status = 500): NodeFault {
  return answering({ kind: 'http', status, body: 'Internal Server Error' });
}

/** The page of a protection service, under HTTP 200. */
export const html: NodeFault = answering({
  kind: 'http',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><body>Just a moment...</body>',
});

export const reset: NodeFault = answering({ kind: 'reset' });

/** No answer: only for clients with a time limit of their own. */
export const silence: NodeFault = answering({ kind: 'silence' });

/** The true answer, cut in the middle. */
export const cut: NodeFault = async (call, next) => ({ kind: 'cut', of: await next(call) });

/** The true answer under the id of another call. */
export const wrongId: NodeFault = async (call, next) => ({ kind: 'wrong_id', of: await next(call) });

export function matches(which: Which, call: NodeCall): boolean {
  if (typeof which === 'function') return which(call);
  return which.endsWith('*') ? call.method.startsWith(which.slice(0, -1)) : call.method === which;
}
