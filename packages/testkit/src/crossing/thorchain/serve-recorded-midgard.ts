import { readFileSync } from 'node:fs';
import { sharedData } from '../../shared-data.ts';
import { type JsonAnswer, type JsonServer, serveJson } from '../serve-json.ts';
import { type RecordedAction, type RecordedNetwork, recordedActions } from './recorded-actions.ts';

const TX = '/thorchain/tx/';
const NODE_TXS = ['thornode_tx_done', 'thornode_tx_incomplete', 'thornode_tx_observed'];
const ADDRESSES: Readonly<Record<RecordedNetwork, { readonly path: string; readonly file: string }>> = {
  thorchain: {
    path: '/thorchain/inbound_addresses',
    file: 'bridges/fixtures/thorchain-api/thornode_inbound_addresses.json',
  },
  maya: { path: '/mayachain/inbound_addresses', file: 'bridges/fixtures/maya-api/mayanode_inbound_addresses.json' },
};

export type RecordedMidgard = JsonServer & { readonly actions: readonly RecordedAction[] };

/**
 * Serves what was recorded of Midgard, by transaction (inbound or outbound) or address, and of the node. What was not recorded is HTTP 404,
 * never an empty answer.
 */
export async function serveRecordedMidgard(network: RecordedNetwork = 'thorchain'): Promise<RecordedMidgard> {
  const actions = recordedActions(network);
  const sides = (action: RecordedAction): RecordedAction['in'] => [...action.in, ...action.out];
  const nodeTxs = new Map(NODE_TXS.flatMap((name) => nodeTx(`bridges/fixtures/thorchain-api/${name}.json`)));
  const server = await serveJson((url): JsonAnswer => {
    if (url.pathname === '/v2/actions') {
      const txid = url.searchParams.get('txid')?.toUpperCase();
      const address = url.searchParams.get('address');
      const found = actions.filter(
        (action) =>
          (txid === undefined || sides(action).some(({ txID }) => txID.toUpperCase() === txid)) &&
          (address === null || sides(action).some((side) => side.address === address)),
      );
      if (found.length === 0 || (txid === undefined && address === null)) return undefined;
      const meta = { nextPageToken: '', prevPageToken: '' };
      return { body: { actions: found, count: String(found.length), meta } };
    }
    if (url.pathname === ADDRESSES[network].path) {
      const file = sharedData(ADDRESSES[network].file);
      return file === undefined ? undefined : { body: JSON.parse(readFileSync(file, 'utf8')) };
    }
    const told = nodeTxs.get(url.pathname.slice(TX.length).toUpperCase());
    return told === undefined || !url.pathname.startsWith(TX) ? undefined : { body: told };
  });
  return { ...server, actions };
}

function nodeTx(path: string): readonly [string, unknown][] {
  const file = sharedData(path);
  if (file === undefined) return [];
  const told = JSON.parse(readFileSync(file, 'utf8')) as { readonly observed_tx: { readonly tx: { id: string } } };
  return [[told.observed_tx.tx.id, told]];
}
