import { ZERO_ADDRESS } from '@fundtrail/core';
import type { DraftLeg, ProtocolAdapter } from '../../adapter.ts';
import { payers } from '../../read/keepers.ts';
import { CONTRACTS } from './contracts.ts';
import { poolAt } from './pools.ts';

export const DEPOSIT = 'event Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp)';
export const WITHDRAWAL = 'event Withdrawal(address to, bytes32 nullifierHash, address indexed relayer, uint256 fee)';
const UNKNOWN = 'the denomination of this pool is not known';

/**
 * Tornado Cash, on all its chains. A deposit and a withdrawal have nothing in common that can be seen: neither has a key, and none is
 * ever joined. Source: tornadocash/tornado-core.
 */
export const TORNADO: ProtocolAdapter = {
  protocol: 'tornado',
  title: 'Tornado Cash',
  kind: 'mixer',
  proof: 'H',
  contracts: CONTRACTS,
  source: [
    {
      on: 'log',
      event: DEPOSIT,
      from: ['Pool'],
      read: (args, at): DraftLeg => {
        const pool = poolAt(at.chainNumber, at.log.address);
        return {
          kind: 'leg',
          side: 'source',
          fromChain: at.chain,
          fromAccount: at.sender,
          asset: pool?.asset,
          amount: pool?.denomination,
          custody: [at.log.address],
          fault: pool === undefined ? UNKNOWN : undefined,
          notes: [`pool ${pool?.name ?? at.log.address}, leaf ${args.uint('leafIndex')}`],
        };
      },
    },
  ],
  destination: [
    {
      on: 'log',
      event: WITHDRAWAL,
      from: ['Pool'],
      read: (args, at): DraftLeg => {
        const pool = poolAt(at.chainNumber, at.log.address);
        const [to, relayer, fee] = [args.address('to'), args.address('relayer'), args.uint('fee')];
        const amount = pool === undefined || fee > pool.denomination ? undefined : pool.denomination - fee;
        const by = relayer === ZERO_ADDRESS ? 'no relayer' : `relayer ${relayer}`;
        return {
          kind: 'leg',
          side: 'destination',
          toChain: at.chain,
          toAccount: to,
          asset: pool?.asset,
          amount,
          custody: pool === undefined || amount === undefined ? [] : payers(at, pool.asset, amount, to, [pool.address]),
          fee,
          fault: pool === undefined ? UNKNOWN : undefined,
          notes: [`pool ${pool?.name ?? at.log.address}, ${by}, fee ${fee}`],
        };
      },
    },
  ],
  delays: { usualSeconds: 86_400, p99Seconds: 365 * 86_400 },
};
