import type { Address, ChainId } from '@fundtrail/core';
import { zeroPadValue } from 'ethers';
import { DEPOSIT_TOPIC, WITHDRAWAL_TOPIC } from '../legs.ts';
import { matchesTopics, type Topics } from '../log-filter.ts';
import { type LogView, TRANSFER_TOPIC } from '../logs.ts';
import { nativeTopics } from '../native-logs.ts';
import { type AskLogsDeps, askLogs } from './ask-logs.ts';
import type { Found, FoundLog, SearchRange } from './found.ts';

/** What leaves an account and what it wraps in one question, what reaches it in another. */
function sidesOf(address: Address, more: readonly string[] = []): readonly [Topics, Topics] {
  const party = zeroPadValue(address, 32);
  return [
    [[TRANSFER_TOPIC, DEPOSIT_TOPIC, WITHDRAWAL_TOPIC, ...more], party],
    [TRANSFER_TOPIC, null, party],
  ];
}

/** Whether a search for the account's tokens must have found this log. */
export function isTokenLogOf(address: Address, log: LogView): boolean {
  return sidesOf(address).some((side) => matchesTopics(side, log.topics));
}

/**
 * Finds the logs that tell of an account's tokens, wrapping included, by their indexed topics. Its ERC-1155 movements are found only in
 * transactions that are found for another reason: they are outside all amounts, and a question of their own each.
 */
export async function findTokenLogs(
  deps: AskLogsDeps & { readonly chain: ChainId },
  range: SearchRange,
): Promise<Found<FoundLog>> {
  const logs = new Map<string, FoundLog>();
  let reached = range.toBlock;
  let reason: string | undefined;
  for (const topics of sidesOf(range.address, nativeTopics(deps.chain))) {
    // The second side need not go further than the first got.
    const walk = await askLogs(deps, { topics }, { ...range, toBlock: reached });
    for (const log of walk.rows) logs.set(`${log.hash} ${log.index}`, log);
    reached = walk.reached;
    reason = walk.reason ?? reason;
  }
  const refs = [...logs.values()].filter((log) => log.block <= reached);
  return { refs, reached, ...(reason === undefined ? {} : { reason }) };
}
