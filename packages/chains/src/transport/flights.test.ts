import { expect, test } from 'vitest';
import { createFlights } from './flights.ts';

/** Asks that end when they are told to, and notes of how they were asked. */
function heldAsks() {
  const started: { readonly signal: AbortSignal; readonly answer: PromiseWithResolvers<string> }[] = [];
  return {
    started,
    ask: (signal: AbortSignal): Promise<string> => {
      const answer = Promise.withResolvers<string>();
      started.push({ signal, answer });
      return answer.promise;
    },
  };
}

test('equal questions share an answer, and a failure, until it is there', async () => {
  const flights = createFlights();
  const { started, ask } = heldAsks();
  const asked = ['a', 'a', 'b'].map((key) => flights.share(key, ask));
  expect(started).toHaveLength(2);
  started[0]?.answer.resolve('one');
  started[1]?.answer.reject(new Error('none'));
  expect(await Promise.allSettled(asked)).toMatchObject([
    { value: 'one' },
    { value: 'one' },
    { reason: { message: 'none' } },
  ]);
  const again = flights.share('a', ask);
  started[2]?.answer.resolve('two');
  expect(await again).toBe('two');
});

test('what nobody waits for any more is given up, and answers nobody who comes later', async () => {
  const flights = createFlights();
  const { started, ask } = heldAsks();
  const leavers = [new AbortController(), new AbortController()];
  const left = leavers.map((leaver) => flights.share('a', ask, leaver.signal));
  leavers[0]?.abort(new Error('first'));
  expect(started[0]?.signal.aborted).toBe(false);
  leavers[1]?.abort(new Error('second'));
  expect(started[0]?.signal.aborted).toBe(true);
  // Asked before what was given up has ended.
  const late = flights.share('a', ask);
  started[0]?.answer.reject(new Error('given up'));
  started[1]?.answer.resolve('anew');
  expect(await late).toBe('anew');
  expect(await Promise.allSettled(left)).toMatchObject([
    { reason: { message: 'first' } },
    { reason: { message: 'second' } },
  ]);
});

test('whoever has given up before asks nothing', async () => {
  const flights = createFlights();
  const { started, ask } = heldAsks();
  await expect(flights.share('a', ask, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  expect(started).toEqual([]);
});
