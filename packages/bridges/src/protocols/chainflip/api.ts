import { type ChainName, InputError, isUtxo, parseAddress, SourceError } from '@fundtrail/core';
import type { ApiFinding, ApiRules } from '../../adapter.ts';

const NAME = 'chainflip';
const HASH = /^(?:0x)?[0-9a-f]{64}$/i;
const DIGITS = /^[0-9]+$/;

type Fields = { readonly [field: string]: unknown };

/**
 * Chainflip's swap service. A vault swap is asked for by its transaction; a channel or swap, where a leg names it, as it is.
 * Source: docs.chainflip.io and chainflip-sdk-monorepo `SwapStatusResponseV2`, `GET /v2/swaps/{id}`.
 */
export const SWAP_SERVICE: ApiRules = {
  name: NAME,
  baseUrl: 'https://chainflip-swap.chainflip.io',
  path: ({ side, key, chain }) => {
    if (side !== 'source' || key === undefined) return undefined;
    return `/v2/swaps/${HASH.test(key) && !isUtxo(chain) ? `0x${key}` : key}`;
  },
  read: (answer, leg) => {
    const told = fieldsOf(answer);
    const { state } = told;
    if (typeof state !== 'string') throw new SourceError('malformed', NAME, 'the answer has no state');
    const findings = [
      ...egress(told.swapEgress, 'destination', leg.toChain, told.destAddress, told.destAsset),
      ...egress(told.refundEgress, 'refund', leg.chain, fieldsOf(told.fillOrKillParams).refundAddress, told.srcAsset),
    ];
    const notes = [`state ${state}`];
    if (findings.length > 0) return { state: 'found', findings, notes };
    return { state: state === 'FAILED' || state === 'COMPLETED' ? 'unknown' : 'pending', findings, notes };
  },
};

function egress(
  value: unknown,
  side: 'destination' | 'refund',
  chain: ChainName | undefined,
  account: unknown,
  asset: unknown,
): readonly ApiFinding[] {
  const { txRef, amount } = fieldsOf(value);
  if (typeof txRef !== 'string' || chain === undefined) return [];
  return [
    {
      side,
      chain,
      tx: HASH.test(txRef) ? txRef.toLowerCase() : txRef,
      account: addressOn(chain, account),
      asset: typeof asset === 'string' ? asset : undefined,
      amount: typeof amount === 'string' && DIGITS.test(amount) ? BigInt(amount) : undefined,
    },
  ];
}

/** In stored form where the chain can be traced. */
function addressOn(chain: ChainName, text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (!chain.startsWith('eip155:') && !isUtxo(chain)) return text;
  try {
    return parseAddress(text, chain);
  } catch (error) {
    if (error instanceof InputError) throw new SourceError('malformed', NAME, error.detail, { cause: error });
    throw error;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
