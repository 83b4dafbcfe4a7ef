import { type BlockHeader, type ChainInfo, type Hash, InputError, SourceError } from '@fundtrail/core';
import { countOf, eachOf, hashOf, recordOf } from '../fields.ts';
import type { EsploraClient } from './client.ts';

/** How far a server can speak of its chain, and what of that is final. */
export type Heads = {
  /** One request. @throws SourceError `unreachable` where the server is behind what it told before, `unsupported` where it is of another chain */
  newest(signal?: AbortSignal): Promise<BlockHeader>;
  /** Number of the newest block, at least `wanted` if the chain is that long; asks only where what was told last does not reach. */
  reach(wanted: number, signal?: AbortSignal): Promise<number>;
  /** One or two requests. @throws SourceError `refused` when there is no such block */
  header(number: number, signal?: AbortSignal): Promise<BlockHeader>;
  /** The head of a block that the chain is known to have, from the list of blocks: one request. */
  listed(number: number, signal?: AbortSignal): Promise<BlockHeader>;
  /** One request. @throws SourceError `refused` when there is no such block */
  hashAt(number: number, signal?: AbortSignal): Promise<Hash>;
  /** Remembers a block that was read: another in its place shows that blocks were replaced. */
  saw(header: BlockHeader): void;
  /** The last block with enough confirmations to be final while the chain is this long; -1 where there is none. */
  finalAt(newest: number): number;
  /** Whether a block is known to be final, without asking. */
  isFinal(block: number): boolean;
  /** How often blocks were seen to be replaced: what was told before may no longer hold. */
  replaced(): number;
};

/** Deeper than chains are reorganised; a year of Bitcoin's blocks would be no burden either. */
const REMEMBERED_BLOCKS = 1_000;
const NO_PARENT: Hash = `0x${'0'.repeat(64)}`;

export function createHeads(client: EsploraClient, info: ChainInfo): Heads {
  const { source, chain } = client;
  /** Confirmations; the block itself is the first. */
  const confirmations = Math.max(1, typeof info.finality === 'number' ? info.finality : info.reorgWindow);
  const byHash = new Map<Hash, BlockHeader>();
  const byNumber = new Map<number, Hash>();
  let newest = -1;
  let replaced = 0;
  let isOwnChain = false;

  function remember(header: BlockHeader): void {
    const before = byNumber.get(header.number);
    if (before !== undefined && before !== header.hash) replaced += 1;
    byNumber.set(header.number, header.hash);
    byHash.set(header.hash, header);
    forgetOldest(byNumber);
    forgetOldest(byHash);
  }

  /** The first block tells one chain from another: its hash begins with the chain's reference. */
  async function checkChain(signal: AbortSignal | undefined): Promise<void> {
    if (isOwnChain) return;
    const reference = chain.slice(chain.indexOf(':') + 1);
    const kept = { keeps: (told: unknown) => String(told).startsWith(reference) };
    await client.text({ path: '/block-height/0', thing: 'block 0', signal, kept }, (text) => {
      const first = hashOf(text.trim(), 'hash').slice(2);
      if (first.startsWith(reference)) return;
      throw new SourceError('unsupported', source, `is not of ${info.name}: its first block is ${first}`, {
        remedy: `Name an Esplora of ${info.name}, or write the chain that it is of.`,
      });
    });
    isOwnChain = true;
  }

  function readNewest(json: unknown): BlockHeader {
    const headers = eachOf(json, 'blocks', (block) => readHeader(chain, block));
    const [first, ...others] = headers;
    if (first === undefined) throw new InputError('is empty: it has no newest block', { field: 'blocks' });
    const top = others.reduce((one, other) => (other.number > one.number ? other : one), first);
    const isOtherBranch = headers.some(({ number, hash }) => (byNumber.get(number) ?? hash) !== hash);
    if (top.number < newest && !isOtherBranch) {
      const words = `its newest block is ${top.number}, and it told ${newest} before: it lags behind`;
      throw new SourceError('unreachable', source, words);
    }
    for (const number of byNumber.keys()) if (number > top.number) byNumber.delete(number);
    for (const header of headers.toSorted((a, b) => a.number - b.number)) remember(header);
    newest = top.number;
    return top;
  }

  async function look(signal: AbortSignal | undefined): Promise<BlockHeader> {
    await checkChain(signal);
    return client.json({ path: '/blocks', thing: 'block', signal }, readNewest);
  }

  async function hashAt(number: number, signal: AbortSignal | undefined): Promise<Hash> {
    const question = { path: `/block-height/${number}`, thing: `block ${number}`, signal };
    return client.text(question, (text) => hashOf(text.trim(), 'hash'));
  }

  const finalAt = (height: number): number => Math.max(-1, height - confirmations + 1);

  return {
    newest: look,
    async reach(wanted, signal) {
      return newest >= wanted ? newest : (await look(signal)).number;
    },
    hashAt,
    async listed(number, signal) {
      const path = `/blocks/${number}`;
      return client.json({ path, thing: `block ${number}`, signal, exists: true }, (json) => {
        const header = eachOf(json, 'blocks', (block) => readHeader(chain, block)).find(
          (told) => told.number === number,
        );
        if (header === undefined) throw client.malformed(path, `does not list block ${number}`);
        return header;
      });
    },
    async header(number, signal) {
      const hash = await hashAt(number, signal);
      const known = byHash.get(hash);
      if (known?.number === number) {
        remember(known);
        return known;
      }
      const path = `/block/${hash.slice(2)}`;
      const header = await client.json({ path, thing: 'block', signal, exists: true }, (json) => {
        const told = readHeader(chain, json);
        if (told.hash !== hash) throw client.malformed(path, `answered with block ${told.hash.slice(2)}`);
        if (told.number !== number) throw client.malformed(path, `says that it is block ${told.number}, not ${number}`);
        return told;
      });
      remember(header);
      return header;
    },
    saw: remember,
    finalAt,
    isFinal: (block) => block <= finalAt(newest),
    replaced: () => replaced,
  };
}

function forgetOldest(kept: Map<unknown, unknown>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= REMEMBERED_BLOCKS) return;
    kept.delete(oldest);
  }
}

function readHeader(chain: BlockHeader['chain'], json: unknown): BlockHeader {
  const { id, height, timestamp, previousblockhash } = recordOf(json, 'block');
  const parent = previousblockhash ?? undefined;
  return {
    chain,
    number: countOf(height, 'height'),
    hash: hashOf(id, 'id'),
    parentHash: parent === undefined ? NO_PARENT : hashOf(parent, 'previousblockhash'),
    time: countOf(timestamp, 'timestamp'),
  };
}
