import { InputError } from '@fundtrail/core';
import { EVENT_PREFIX, EVENT_TYPES, type EventType } from '../events.ts';

/** Reads event types, with or without their prefix; none means all, now and later. @throws InputError */
export function checkEventTypes(types: readonly string[]): readonly EventType[] {
  return [...new Set(types.map(checkEventType))].sort();
}

function checkEventType(text: string): EventType {
  const known = EVENT_TYPES.find((type) => type === text || type === `${EVENT_PREFIX}${text}`);
  if (known !== undefined) return known;
  throw new InputError(
    `${JSON.stringify(text)} is not an event type`,
    { field: 'types' },
    { remedy: `Choose from ${EVENT_TYPES.map((type) => type.slice(EVENT_PREFIX.length)).join(', ')}.` },
  );
}
