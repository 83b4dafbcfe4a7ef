import type { DraftLeg, PaymentRule } from '../../adapter.ts';
import type { PaymentContext } from '../../read/contexts.ts';
import { chainIn } from './codes.ts';

const BY_CODE = 'the last digits of the amount name the chain; nothing on the other side refers to this payment';
const BY_CONTRACT = 'paid through a contract whose call is not read: for whom and where to cannot be told';
const FROM_MAKER = 'paid by an account of Orbiter: nothing says for which payment';

/** A payment to a maker whose amount names a chain, or that a contract of Orbiter's made. Makers are paid for much else. */
export const TO_MAKER: PaymentRule = {
  on: 'payment',
  side: 'to',
  of: ['Maker'],
  read: (at) => {
    const { leg } = at;
    if (at.isRole(leg.from, 'Maker')) return undefined;
    const viaContract = at.isRole(leg.from, 'OPool');
    const toChain = isDirect(at) ? chainIn(leg.amount) : undefined;
    if (!viaContract && (toChain === undefined || toChain === at.chain)) return undefined;
    return {
      ...payment(at),
      side: 'source',
      fromChain: at.chain,
      fromAccount: viaContract ? at.sender : leg.from,
      toChain,
      ...(viaContract ? {} : { toAccount: leg.from }),
      custody: [leg.to],
      notes: [viaContract ? BY_CONTRACT : BY_CODE],
    };
  },
};

/** What a maker pays by itself, to anybody but itself. */
export const FROM_MAKER_PAYMENT: PaymentRule = {
  on: 'payment',
  side: 'from',
  of: ['Maker'],
  read: (at) => {
    const { leg } = at;
    if (at.sender !== leg.from || !isDirect(at) || at.isRole(leg.to, 'Maker', 'OPool')) return undefined;
    return {
      ...payment(at),
      side: 'destination',
      toChain: at.chain,
      toAccount: leg.to,
      custody: [leg.from],
      notes: [FROM_MAKER],
    };
  },
};

/** A plain transfer: of the native asset without call, or of a token by its own contract. */
function isDirect({ leg, to, input, sender }: PaymentContext): boolean {
  if (leg.from !== sender) return false;
  return leg.asset === 'native' ? leg.kind === 'native' && leg.to === to && input === '0x' : leg.asset === to;
}

function payment({ leg }: PaymentContext): Omit<DraftLeg, 'side'> {
  return { kind: 'leg', asset: leg.asset, amount: leg.amount, legs: [leg.id] };
}
