import { type Address, type Leg, ZERO_ADDRESS } from '@fundtrail/core';

/** Who gave a leg's value: for what is minted, the token. */
export function payer(leg: Leg): Address {
  return leg.asset !== 'native' && (leg.kind === 'mint' || leg.from === ZERO_ADDRESS) ? leg.asset : leg.from;
}

/** Who got a leg's value: for what is burnt, the token. */
export function payee(leg: Leg): Address {
  return leg.asset !== 'native' && (leg.kind === 'burn' || leg.to === ZERO_ADDRESS) ? leg.asset : leg.to;
}
