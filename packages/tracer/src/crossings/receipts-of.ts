import { type Address, type BridgeLeg, type Leg, type TransactionFact, UNTOLD } from '@fundtrail/core';

/** What an account got in a transaction, each movement as a leg that a guess may name by its evidence: no rule of the protocol reads it. */
export function receiptsOf(fact: TransactionFact, account: Address, protocol: string): readonly BridgeLeg[] {
  if (!fact.success) return [];
  return fact.legs.flatMap((leg, place) =>
    isReceipt(leg, account) ? receipt(fact, leg, place, account, protocol) : [],
  );
}

/** The movement that a guess names as its destination. */
export function receiptNamed(fact: TransactionFact, evidence: string): Leg | undefined {
  return fact.legs.find((leg) => evidenceOf(leg) === evidence);
}

function evidenceOf({ id }: Leg): string {
  return `leg:${id}`;
}

function isReceipt({ kind, from, to, owner, amount }: Leg, account: Address): boolean {
  return kind !== 'fee' && kind !== 'input' && amount > 0n && (owner ?? to) === account && from !== account;
}

function receipt(fact: TransactionFact, leg: Leg, index: number, account: Address, protocol: string): BridgeLeg {
  return {
    ...UNTOLD,
    protocol,
    side: 'destination',
    proof: 'H',
    chain: fact.chain,
    tx: fact.hash,
    index,
    evidence: evidenceOf(leg),
    toChain: fact.chain,
    toAccount: account,
    asset: leg.asset,
    amount: leg.amount,
    custody: [leg.from],
    legs: [leg.id],
  };
}
