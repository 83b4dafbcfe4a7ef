import { type FeeFields, OPTIONAL_FEE_FIELDS } from '@fundtrail/core';
import type { Fields, Wire } from './wire.ts';

/** An Arbitrum retry: its gas was bought by the transaction that scheduled it, whose own receipt tells it. */
const ARBITRUM_RETRY = '0x68';

/** What a receipt tells of the fee; before London the price stands in the transaction. */
export function readFeeFields(wire: Wire, transaction: Fields, receipt: Fields): FeeFields {
  const price = receipt.effectiveGasPrice ?? transaction.gasPrice;
  const isPrepaid = (transaction.type ?? receipt.type) === ARBITRUM_RETRY;
  const told: Partial<Record<(typeof OPTIONAL_FEE_FIELDS)[number], bigint>> = {};
  for (const name of OPTIONAL_FEE_FIELDS) {
    const value = receipt[name];
    if (value !== undefined && value !== null) told[name] = wire.quantity(value, `receipt.${name}`);
  }
  return {
    gasUsed: wire.quantity(receipt.gasUsed, 'receipt.gasUsed'),
    effectiveGasPrice: isPrepaid ? 0n : wire.quantity(price, 'receipt.effectiveGasPrice'),
    ...told,
  };
}
