import { type BridgeLeg, SourceError } from '@fundtrail/core';
import type { ApiAnswer, ApiFinding, ApiRules } from '../../adapter.ts';
import { chainOfEid } from './eids.ts';

const NAME = 'layerzero-scan';
const GUID = /^0x[0-9a-f]{64}$/;
const HASH = /^0x[0-9a-f]{64}$/i;

type Fields = { readonly [field: string]: unknown };

/**
 * LayerZero Scan: the other side of a packet, by its id in v2 and by its transaction in v1.
 * Source: docs.layerzero.network, `scan.layerzero-api.com/v1`.
 */
export const LAYERZERO_SCAN: ApiRules = {
  name: NAME,
  baseUrl: 'https://scan.layerzero-api.com/v1',
  path: ({ key, tx }) => {
    if (key === undefined) return undefined;
    return GUID.test(key) ? `/messages/guid/${key}` : `/messages/tx/${tx}`;
  },
  read: (answer, leg) => {
    const data = fieldsOf(answer).data;
    if (!Array.isArray(data)) throw new SourceError('malformed', NAME, 'the answer has no data');
    const message = data.map(fieldsOf).find((found) => isOf(found, leg));
    return message === undefined ? { state: 'unknown', findings: [], notes: [] } : readMessage(message, leg);
  },
};

/** Of several packets of one transaction the one of the leg: a key of v1 is `<source>:<sender>:<receiver>:<nonce>`. */
function isOf(message: Fields, { key = '' }: BridgeLeg): boolean {
  if (GUID.test(key)) return true;
  const [, sender, receiver, nonce] = key.split(':');
  const { pathway } = message;
  const told = fieldsOf(pathway);
  const address = (side: unknown): string => String(fieldsOf(side).address ?? '').toLowerCase();
  return address(told.sender) === sender && address(told.receiver) === receiver && String(told.nonce) === nonce;
}

function readMessage(message: Fields, leg: BridgeLeg): ApiAnswer {
  const isSource = leg.side === 'source';
  const status = String(fieldsOf(message.status).name ?? '');
  const other = fieldsOf(isSource ? message.destination : message.source);
  const tx = fieldsOf(other.tx).txHash;
  const pathway = fieldsOf(message.pathway);
  const eid = Number(isSource ? pathway.dstEid : pathway.srcEid);
  const chain = chainOfEid(eid);
  if (typeof tx !== 'string' || tx === '' || chain === undefined) {
    return { state: status === 'DELIVERED' ? 'unknown' : 'pending', findings: [], notes: [`status ${status}`] };
  }
  const finding: ApiFinding = {
    side: isSource ? 'destination' : 'source',
    chain,
    tx: HASH.test(tx) ? tx.toLowerCase() : tx,
    account: undefined,
    asset: undefined,
    amount: undefined,
  };
  return { state: 'found', findings: [finding], notes: [`status ${status}`] };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
