import { expect, test } from 'vitest';
import { createLogSpans } from './log-spans.ts';

test('searches go on where the shortest of the last ones ended, and never back', () => {
  const first = createLogSpans({});
  expect(first.first('eip155:1')).toBeUndefined();
  first.reached('eip155:1', 100);
  first.reached('eip155:1', 40);
  first.reached('eip155:10', 7);
  expect(first.searched()).toEqual({ 'eip155:1': 40, 'eip155:10': 7 });

  const second = createLogSpans(first.searched());
  expect(second.first('eip155:1')).toBe(41);
  second.reached('eip155:1', 90);
  second.reached('eip155:10', 3);
  expect(second.searched()).toEqual({ 'eip155:1': 90, 'eip155:10': 7 });
});

test('a chain that is too young for a final block has none searched', () => {
  const spans = createLogSpans({});
  spans.reached('eip155:1', -50);
  expect(spans.searched()).toEqual({});
});
