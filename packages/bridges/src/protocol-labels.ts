import { CATALOGUE, type ChainId, isUtxo, type Label, ZERO_ADDRESS } from '@fundtrail/core';
import type { ContractRow, ProtocolAdapter } from './adapter.ts';
import { PROTOCOLS } from './registry.ts';

const CATEGORIES: Readonly<Record<ProtocolAdapter['kind'], string>> = {
  bridge: 'bridge',
  mixer: 'mixer',
  wrapper: 'router',
};
const CONFIDENCE = 80;
/** Of rows that nobody has checked: below what stops a trail. */
const CONFIDENCE_FROM_MEMORY = 40;
const FROM_MEMORY = /from memory/i;
/** A token that a bridge mints is no station of it: it lies where anybody holds it. */
const TOKEN_ROLE = /token$/i;

/**
 * What the rows of protocols say of accounts: mixers and bridges end trails that nothing leads on, wrappers are code. Pure; one label for
 * each account and role, rows of every EVM chain for each such chain that is known. The source is the row's.
 */
export function protocolLabels(adapters: readonly ProtocolAdapter[] = PROTOCOLS): readonly Label[] {
  const labels = new Map<string, Label>();
  for (const adapter of adapters) {
    for (const row of adapter.contracts) {
      if (row.address === ZERO_ADDRESS || TOKEN_ROLE.test(row.role)) continue;
      for (const chain of chainsOf(row)) {
        const label = labelOf(adapter, row, chain);
        const id = `${label.chain} ${label.address} ${label.entity}`;
        const known = labels.get(id);
        if (known === undefined || known.confidence < label.confidence) labels.set(id, label);
      }
    }
  }
  return [...labels.values()];
}

function labelOf(adapter: ProtocolAdapter, { address, role, source }: ContractRow, chain: ChainId): Label {
  return {
    chain,
    address,
    entity: `${adapter.title} ${role}`,
    category: CATEGORIES[adapter.kind],
    confidence: FROM_MEMORY.test(source) ? CONFIDENCE_FROM_MEMORY : CONFIDENCE,
    source,
  };
}

/** Rows without a chain of its own are those of accounts of other networks, which no label can name. */
function chainsOf({ chain }: ContractRow): readonly ChainId[] {
  if (chain !== 'evm') return chain > 0 ? [`eip155:${chain}`] : [];
  return [...CATALOGUE.keys()].flatMap((id) => (isUtxo(id) || id === LOCAL ? [] : [id]));
}

const LOCAL: ChainId = 'eip155:31337';
