import type { Address } from './address.ts';
import type { ChainId } from './chain.ts';

/** Categories that end a trail before anything is fetched for the account. */
export const STOP_CATEGORIES = ['exchange', 'mixer', 'bridge', 'hub'] as const;
/** Categories that say an account is code, so that it can convert one asset into another. */
export const CODE_CATEGORIES = ['dex', 'router', 'contract'] as const;

export type StopCategory = (typeof STOP_CATEGORIES)[number];
export type CodeCategory = (typeof CODE_CATEGORIES)[number];

/** What is said of an account, by whom and how surely. Attribution is accusation: never without its source. */
export type Label = {
  readonly chain: ChainId;
  readonly address: Address;
  readonly entity: string;
  /** One of the stop or code categories, or any other word, which then only informs. */
  readonly category: string;
  /** 0 to 100, TagPack scale. */
  readonly confidence: number;
  readonly source: string;
};

/** A label stops a trail only when it is at least this sure (TagPack scale; `forensic` and better). */
export const STOP_CONFIDENCE = 50;

export function isStopCategory(category: string): category is StopCategory {
  return (STOP_CATEGORIES as readonly string[]).includes(category);
}

export function isCodeCategory(category: string): category is CodeCategory {
  return (CODE_CATEGORIES as readonly string[]).includes(category);
}
