import type { BridgeLeg } from '@fundtrail/core';
import { ZERO_ADDRESS } from '@fundtrail/core';
import { Interface } from 'ethers';
import type { PaymentRule, ProtocolAdapter, Search } from '../../adapter.ts';
import { topicOf } from '../../decode/foreign-account.ts';
import { logsOf, receiverOf } from '../../searches.ts';
import { ARBITRUM, assemble, TICKET } from './assemble.ts';
import { EXECUTE_CLASSIC } from './classic.ts';
import { CONTRACTS } from './contracts.ts';
import { DESTINATION_EVENTS, EXECUTED, SOURCE_EVENTS } from './events.ts';
import { FIXTURES } from './fixtures.ts';

/**
 * Ether that is new on Arbitrum: a deposit, or what a retryable ticket brings along. Its transaction's own hash is the key, which
 * Ethereum's receipt gives as well.
 */
const MINTED: PaymentRule = {
  on: 'payment',
  side: 'from',
  of: ['Minter'],
  read: ({ leg, chain, tx, to, sender, isRole }) => {
    if (leg.asset !== 'native' || leg.kind !== 'mint') return undefined;
    // A ticket calls a contract of the chain itself: until it is redeemed its value is the sender's.
    const isTicket = to !== undefined && isRole(to, 'ArbRetryableTx');
    return {
      kind: 'leg',
      side: 'destination',
      key: tx,
      fromChain: 'eip155:1',
      toChain: chain,
      toAccount: isTicket ? sender : to,
      asset: 'native',
      amount: leg.amount,
      custody: [ZERO_ADDRESS],
      legs: [leg.id],
    };
  },
};

/**
 * Arbitrum's own bridge. Ether: key is the hash on Arbitrum, derived on Ethereum. Tokens: what both sides hold (they are minted by a
 * transaction that names no message). Withdrawals: `out:<position>`, before Nitro a digest of the message.
 * Source: OffchainLabs/nitro-contracts, token-bridge-contracts, arbitrum-sdk; real receipts.
 */
export const ARBITRUM_NATIVE: ProtocolAdapter = {
  protocol: 'arbitrum',
  title: 'Arbitrum bridge',
  kind: 'bridge',
  proof: 'D',
  contracts: CONTRACTS,
  source: SOURCE_EVENTS,
  destination: [...DESTINATION_EVENTS, EXECUTE_CLASSIC, MINTED],
  assemble,
  search,
  fixtures: FIXTURES,
  // Deposits take some minutes; withdrawals wait a week, and then for somebody to execute them.
  delays: { usualSeconds: 15 * 60, p99Seconds: 14 * 86_400 },
};

const OUT = 'out:';
const HASH = /^0x[0-9a-f]{64}$/;
const EXECUTED_TOPIC = new Interface([EXECUTED]).getEvent('OutBoxTransactionExecuted')?.topicHash ?? '';

function search(leg: BridgeLeg): readonly Search[] {
  if (leg.side !== 'source' || leg.key === undefined) return [];
  const chain = `eip155:${ARBITRUM}`;
  if (HASH.test(leg.key)) return [{ by: 'transaction', chain, hash: leg.key }];
  if (leg.key.startsWith(OUT)) {
    // The position is in no topic: of all that was executed for this receiver the reader picks it.
    const receiver = leg.asset === 'native' && leg.toAccount !== undefined ? topicOf(leg.toAccount) : null;
    const byLogs = receiver === null ? [] : logsOf(CONTRACTS, ['Outbox'], leg.toChain, [EXECUTED_TOPIC, receiver]);
    return [...byLogs, ...receiverOf(leg)];
  }
  const ticket = leg.notes.find((note) => note.startsWith(TICKET))?.slice(TICKET.length);
  return [...(ticket === undefined ? [] : [{ by: 'transaction', chain, hash: ticket } as const]), ...receiverOf(leg)];
}
