import type { LogsRequest } from '@fundtrail/core';

/** Topics by place; null: any, a list: any of these. */
export type Topics = LogsRequest['topics'];

/** Whether a log's topics are among those wanted, as nodes filter: one with fewer topics than places is not. */
export function matchesTopics(wanted: Topics, topics: readonly string[]): boolean {
  return wanted.every((some, place) => {
    const topic = topics[place];
    if (topic === undefined) return false;
    return some === null || (typeof some === 'string' ? some === topic : some.includes(topic));
  });
}
