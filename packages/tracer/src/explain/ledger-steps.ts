import { type Address, accountId, type TransactionReading } from '@fundtrail/core';
import { createReplay, type Flow } from '@fundtrail/ledger';

/**
 * What the ledger would do with this transaction if all that one account holds were stolen: its flows under haircut, as a replay of
 * the one transaction tells them. Code is what the transaction itself shows to be code; no labels, no prices.
 */
export function ledgerSteps(
  reading: TransactionReading,
  account: Address,
  code: ReadonlySet<Address>,
): readonly Flow[] {
  const { fact } = reading;
  const flows: Flow[] = [];
  const ids = new Set(
    [...code].filter((address) => address !== account).map((address) => accountId(fact.chain, address)),
  );
  const replay = createReplay({
    policies: ['haircut'],
    seeds: [{ kind: 'account', account: accountId(fact.chain, account), fromBlock: fact.block }],
    open: new Set(),
    stopOf: () => undefined,
    isCode: (id) => ids.has(id),
    floors: undefined,
    maxHops: 1,
    onFlow: (flow) => void flows.push(flow),
  });
  replay.apply(fact);
  return flows;
}
