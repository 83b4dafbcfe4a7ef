import { accountId, type Label, type Policy, parseShare } from '@fundtrail/core';
import { type CaseLimits, type CaseSpec, DEFAULT_LIMITS, type SourceSpec, type TraceResult } from '../src/index.ts';

export const CHAIN = 'eip155:1';
export const TORNADO = '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b';
export const RONIN_SEED = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const THEFT_BLOCK = 14_442_778;

export const RONIN_LABELS: readonly Label[] = [
  [TORNADO, 'Tornado Cash', 'mixer'],
  ['0xc098b2a3aa256d2140208c3de6543aaef5cd3a94', 'FTX 2', 'exchange'],
  ['0x28ffe35688ffffd0659aee2e34778b0ae4e193ad', 'Huobi', 'exchange'],
  ['0xcac725bef4f114f728cbcfd744a731c2a463c3fc', 'Huobi', 'exchange'],
  ['0x73f8fc2e74302eb2efda125a326655acf0dc2d1b', 'Huobi', 'exchange'],
].map(([address = '', entity = '', category = '']) => ({
  chain: CHAIN,
  address,
  entity,
  category,
  confidence: 90,
  source: 'test',
}));

/** The Ronin theft of 2022 at floor 0, from its exploiter's account. */
export function roninCase(source: SourceSpec, policies: readonly Policy[], limits: Partial<CaseLimits> = {}): CaseSpec {
  return {
    name: 'Ronin',
    seeds: [{ kind: 'account', account: accountId(CHAIN, RONIN_SEED), fromBlock: THEFT_BLOCK }],
    policies,
    limits: { ...DEFAULT_LIMITS, floor: parseShare('0'), ...limits },
    source,
    labelSets: [],
    follow: false,
  };
}

/** Stolen and the sum of all kinds of origin, in wei: equal when the sum closes. */
export function sums(result: TraceResult, policy: Policy): { readonly stolen: bigint; readonly accounted: bigint } {
  const totals = result.totals[policy];
  const [asset = '', stolen = '0'] = Object.entries(totals?.stolen ?? {})[0] ?? [];
  const accounted = Object.values(totals?.origin ?? {}).reduce((total, kind) => total + BigInt(kind?.[asset] ?? 0), 0n);
  return { stolen: BigInt(stolen), accounted };
}

/** What must be equal between two runs over the same facts. */
export function shown({ totals, accounts, flows }: TraceResult): string {
  return JSON.stringify({ totals, accounts, flows });
}
