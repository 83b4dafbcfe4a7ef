import { type Hash, InputError } from '@fundtrail/core';
import { type RawHeader, workOf } from './header.ts';

/** A block among others, and where it was found, for messages. */
export type PlacedHeader = Pick<RawHeader, 'hash' | 'parentHash' | 'target'> & {
  /** As its coinbase tells it. */
  readonly height: number | undefined;
  readonly file: string;
};

export type ChainOrder = {
  /** Of all blocks that count. */
  readonly heights: ReadonlyMap<Hash, number>;
  /** Blocks of branches that lost: a node keeps them in its files. */
  readonly stale: ReadonlySet<Hash>;
};

type Node = {
  readonly header: PlacedHeader;
  readonly parent: Node | undefined;
  readonly depth: number;
  /** Of it and all before it. */
  readonly work: bigint;
};

const NO_BLOCK = `0x${'0'.repeat(64)}`;

/**
 * Finds the height of each block: counted from the genesis block where it is there, else from any connected block whose coinbase tells it.
 * Where blocks branch, the branch with most work counts, of equal ones the first, as for a node that saw them so. Blocks come in any order, each once.
 * @throws InputError where a height is not known, contradicts others, or is taken by two blocks that no other block decides between
 */
export function orderBlocks(headers: readonly PlacedHeader[]): ChainOrder {
  const heights = new Map<Hash, number>();
  const stale = new Set<Hash>();
  const holders = new Map<number, PlacedHeader>();
  for (const nodes of connect(headers)) {
    const first = firstHeight(nodes);
    const counted = heaviestBranch(nodes);
    for (const node of nodes) {
      const { header } = node;
      if (!counted.has(node)) {
        stale.add(header.hash);
        continue;
      }
      const height = first + node.depth;
      const other = holders.get(height);
      if (other !== undefined) throw undecided(height, other, header);
      holders.set(height, header);
      heights.set(header.hash, height);
    }
  }
  return { heights, stale };
}

/** Walks from each block without a parent here to all that build on it, nearest first. */
function connect(headers: readonly PlacedHeader[]): readonly (readonly Node[])[] {
  const known = new Set(headers.map(({ hash }) => hash));
  const children = Map.groupBy(headers, ({ parentHash }) => parentHash);
  return headers
    .filter(({ parentHash }) => !known.has(parentHash))
    .map((root) => {
      const nodes: Node[] = [{ header: root, parent: undefined, depth: 0, work: workOf(root) }];
      for (const parent of nodes) {
        for (const header of children.get(parent.header.hash) ?? []) {
          nodes.push({ header, parent, depth: parent.depth + 1, work: parent.work + workOf(header) });
        }
      }
      return nodes;
    });
}

/** The height of the block that a run begins with. The genesis block decides; other tellers must agree. */
function firstHeight(nodes: readonly Node[]): number {
  const root = nodes[0]?.header;
  if (root?.parentHash === NO_BLOCK) return 0;
  let first: number | undefined;
  for (const { header, depth } of nodes) {
    const { hash, height, file } = header;
    if (height === undefined) continue;
    first ??= height - depth;
    if (first >= 0 && height - depth === first) continue;
    throw new InputError(
      `block ${hash.slice(2)} says it is at height ${height}, and ${first < 0 ? `${depth} blocks lie before it` : `lies at ${first + depth}`}`,
      { file },
      { remedy: 'The block was changed, or is of another chain: fetch it again.' },
    );
  }
  if (first !== undefined) return first;
  throw new InputError(
    `the height of block ${root?.hash.slice(2)} is not known: its coinbase does not tell it`,
    { file: root?.file ?? '' },
    {
      remedy:
        'Name the file block<height>.raw, or add the blocks from the first one on, or up to one that tells its height.',
    },
  );
}

function heaviestBranch(nodes: readonly Node[]): ReadonlySet<Node> {
  let tip = nodes[0];
  for (const node of nodes) if (tip === undefined || node.work > tip.work) tip = node;
  const branch = new Set<Node>();
  for (let node = tip; node !== undefined; node = node.parent) branch.add(node);
  return branch;
}

function undecided(height: number, a: PlacedHeader, b: PlacedHeader): InputError {
  return new InputError(
    `blocks ${a.hash.slice(2)} and ${b.hash.slice(2)} are both at height ${height}`,
    { file: b.file },
    {
      remedy:
        'Take away the one that is not in the chain, or add the block that both build on and one after the right one.',
    },
  );
}
