import {
  type AccountId,
  accountId,
  isCodeCategory,
  isStopCategory,
  type Label,
  STOP_CONFIDENCE,
  type TerminalKind,
} from '@fundtrail/core';

const DEAD_ADDRESS = '0x000000000000000000000000000000000000dead';
const ZERO = `0x${'0'.repeat(40)}`;

/** What labels say of accounts. */
export type Roles = {
  /** A labelled service: absorbs, and is never passed through. */
  serviceOf(account: AccountId): TerminalKind | undefined;
  isCode(account: AccountId): boolean;
  isBurnAddress(account: AccountId): boolean;
  /** Neither code, nor labelled as a service, nor a burn address, whether a seed names it or not. */
  isPlain(account: AccountId): boolean;
};

/**
 * @param code accounts known to be code beside the labelled ones.
 */
export function rolesOf(labels: readonly Label[], code: Iterable<AccountId> = []): Roles {
  const services = new Map<AccountId, Label>();
  const codes = new Set(code);
  for (const label of labels) {
    const account = accountId(label.chain, label.address);
    if (isCodeCategory(label.category)) codes.add(account);
    if (!isStopCategory(label.category) || label.confidence < STOP_CONFIDENCE) continue;
    const known = services.get(account);
    if (known === undefined || known.confidence < label.confidence) services.set(account, label);
  }
  const isBurnAddress = (account: AccountId): boolean =>
    account.endsWith(`:${DEAD_ADDRESS}`) || account.endsWith(`:${ZERO}`);
  return {
    serviceOf: (account) => {
      const category = services.get(account)?.category;
      if (category === undefined) return undefined;
      return category === 'bridge' ? 'bridge_pending' : (category as TerminalKind);
    },
    isCode: (account) => codes.has(account),
    isBurnAddress,
    isPlain: (account) => !services.has(account) && !codes.has(account) && !isBurnAddress(account),
  };
}
