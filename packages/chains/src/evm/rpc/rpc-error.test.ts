import { describe, expect, test } from 'vitest';
import { askedTooMuch, classifyRpcError, hintedSpan } from './rpc-error.ts';

describe('refusals of a range, in the words of providers', () => {
  test.each([
    [-32_005, 'query returned more than 10000 results', 'size', undefined],
    [
      -32_602,
      'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range',
      'span',
      2_000,
    ],
    [-32_600, 'Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range', 'span', 10],
    [-32_000, 'exceed maximum block range: 5000', 'span', 5_000],
    [-32_614, 'eth_getLogs is limited to a 10,000 range', 'span', 10_000],
    [35, 'ranges over 10000 blocks are not supported on freetier', 'span', 10_000],
    [-32_000, 'query timeout exceeded', 'size', undefined],
    [-32_000, 'block range is too wide', 'span', undefined],
  ])('%i %s', (code, message, bound, span) => {
    const error = classifyRpcError('rpc:test', 'eth_getLogs', code, message);
    expect([error.failure, askedTooMuch(error), hintedSpan(error)]).toEqual(['refused', bound, span]);
  });
});

test.each([
  [-32_005, 'daily request count exceeded, request rate limited', 'rate_limited'],
  [429, 'Your app has exceeded its compute units per second capacity', 'rate_limited'],
  [-32_601, 'the method trace_transaction does not exist/is not available', 'unsupported'],
  [-32_600, 'Unsupported method: debug_traceTransaction', 'unsupported'],
  [-32_603, 'internal error', 'unreachable'],
  [-32_000, 'upstream request failed, try again', 'unreachable'],
  [-32_002, 'request timed out', 'unreachable'],
  [3, 'execution reverted: rate limit exceeded', 'refused'],
  [-32_000, 'execution reverted: method not supported', 'refused'],
  [-32_000, 'VM Exception while processing transaction: unauthorized', 'refused'],
  [-32_015, 'Reverted 0x08c379a0 too many requests', 'refused'],
  [-32_000, 'missing trie node 1234', 'refused'],
  [-32_600, 'Must be authenticated!', 'unauthorized'],
])('%i %s is %s', (code, message, failure) => {
  const error = classifyRpcError('rpc:test', 'debug_traceTransaction', code, message);
  expect(error.failure).toBe(failure);
  expect(askedTooMuch(error)).toBeUndefined();
});
