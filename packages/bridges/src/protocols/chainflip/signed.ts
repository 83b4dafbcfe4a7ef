import { id } from 'ethers';
import type { DraftLeg, PaymentRule } from '../../adapter.ts';
import type { PaymentContext, TransactionContext } from '../../read/contexts.ts';

const SIGNATURE_ACCEPTED = id('SignatureAccepted((uint256,uint256,address),address)');

/**
 * What the validators made the vault do: pay out, or fetch what lies at deposit channels. Neither emits what it belongs to; Chainflip's
 * own chain knows, and its API tells.
 */
export const EGRESS: PaymentRule = { on: 'payment', side: 'from', of: ['Vault'], read: (at) => egress(at) };
export const INGRESS: PaymentRule = { on: 'payment', side: 'to', of: ['Vault'], read: (at) => ingress(at) };

function egress(at: PaymentContext): DraftLeg | undefined {
  if (!isSigned(at)) return undefined;
  const { leg } = at;
  return {
    kind: 'leg',
    side: 'destination',
    toChain: at.chain,
    toAccount: leg.to,
    asset: leg.asset,
    amount: leg.amount,
    custody: [leg.from],
    legs: [leg.id],
    notes: ['a swap, or a refund, that the transaction does not name'],
  };
}

function ingress(at: PaymentContext): DraftLeg | undefined {
  if (!isSigned(at)) return undefined;
  const { leg } = at;
  return {
    kind: 'leg',
    side: 'source',
    fromChain: at.chain,
    fromAccount: leg.from,
    asset: leg.asset,
    amount: leg.amount,
    custody: [leg.to],
    legs: [leg.id],
    notes: [`fetched from the deposit channel ${leg.from}, which may serve another swap later`],
  };
}

function isSigned(at: TransactionContext): boolean {
  return at.logs.some(({ topics, address }) => topics[0] === SIGNATURE_ACCEPTED && at.isRole(address, 'KeyManager'));
}
