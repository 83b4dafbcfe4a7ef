import {
  type Address,
  type AnswerCache,
  type BlockHeader,
  type ChainId,
  type Context,
  type Hash,
  InputError,
  LIVE_SPACE,
  type Limiter,
  type Source,
  SourceError,
} from '@fundtrail/core';
import { zeroPadValue } from 'ethers';
import { isContractCode, wrappedContracts } from '../legs.ts';
import { createReadHistory } from './history.ts';
import { createSpanMemory } from './ranges.ts';
import { createReader } from './reader.ts';
import type { BlockView } from './receipts.ts';
import { createRpcClient } from './rpc-client.ts';
import { createTracer, quantity, type TraceMode } from './tracer.ts';
import { createWire } from './wire.ts';

/** Blocks read one by one for one account's history on a node without an index of value movements: 3 requests each. */
const MAX_SCAN_BLOCKS = 2_000;
/** First four bytes of keccak256 of `balanceOf(address)`. */
const BALANCE_OF = '0x70a08231';

/** Facts from an EVM node, over JSON-RPC. */
export type RpcSource = Source & {
  readonly chain: ChainId;
  /** At most three requests, one for an empty block. */
  block: NonNullable<Source['block']>;
  header: NonNullable<Source['header']>;
  finalized: NonNullable<Source['finalized']>;
  balance: NonNullable<Source['balance']>;
  health: NonNullable<Source['health']>;
  /** How the node tells value inside contracts; undefined until it was first asked. */
  traceMode(): TraceMode | undefined;
};

export type RpcSourceOptions = {
  readonly url: string;
  readonly context: Context;
  /** What the node must be of; without it the node says. */
  readonly chain?: ChainId;
  readonly limiter?: Limiter;
  /** Where answers that never change are kept; without it all are asked for. */
  readonly answers?: AnswerCache;
  /** The node's allowance and the key it is counted under (host and digest of the URL when left out); 25 a second when left out. */
  readonly rate?: { readonly key?: string; readonly perSecond: number; readonly burst: number };
  /** Most blocks for one question about logs or traces; without it the node's refusals teach it. */
  readonly maxLogRange?: number;
  readonly maxScanBlocks?: number;
  /** Names the way of tracing instead of finding it out. */
  readonly trace?: TraceMode;
  /** Contracts that wrap the native asset, besides the chain's well-known one. */
  readonly wrapped?: readonly Address[];
};

/**
 * Opens an EVM node as a source; asks it for its chain.
 * @throws InputError when it is of another chain than `chain`. @throws SourceError when it does not answer.
 */
export async function createRpcSource(options: RpcSourceOptions): Promise<RpcSource> {
  const { context } = options;
  const client = createRpcClient(options);
  const wire = createWire(client.id);
  const chain: ChainId = `eip155:${wire.count(await client.ask('eth_chainId', []), 'eth_chainId')}`;
  if (options.chain !== undefined && options.chain !== chain) {
    throw new InputError(`${client.id} is a node of ${chain}, not of ${options.chain}`, { field: 'rpc' });
  }
  const tracer = createTracer({
    client,
    wire,
    logger: context.logger,
    ...(options.trace === undefined ? {} : { mode: options.trace }),
  });
  const reader = createReader({ client, wire, tracer, chain, wrapped: wrappedContracts(chain, options.wrapped) });
  const contracts = new Set<Address>();
  let newest = -1;

  const readHead = async (signal?: AbortSignal): Promise<{ block: number; time: number; hash: Hash }> => {
    const block = wire.record(await client.ask('eth_getBlockByNumber', ['latest', false], signal), 'block');
    newest = wire.count(block.number, 'block.number');
    const hash = wire.hex(block.hash, 'block.hash');
    return { block: newest, time: wire.count(block.timestamp, 'block.timestamp'), hash };
  };

  const isContract = async (address: Address, signal?: AbortSignal): Promise<boolean> => {
    // Only "yes" is kept: an account without code can get some later.
    if (contracts.has(address)) return true;
    const code = wire.hex(await client.ask('eth_getCode', [address, 'latest'], signal), 'eth_getCode');
    if (isContractCode(code)) contracts.add(address);
    return isContractCode(code);
  };

  const history = createReadHistory({
    client,
    wire,
    reader,
    traceMode: tracer.mode,
    logSpans: createSpanMemory(options.maxLogRange),
    traceSpans: createSpanMemory(options.maxLogRange),
    maxScanBlocks: options.maxScanBlocks ?? MAX_SCAN_BLOCKS,
    headAtLeast: async (wanted, signal) => (newest >= wanted ? newest : (await readHead(signal)).block),
    contractsAmong: async (addresses, signal) => {
      const candidates = [...addresses];
      const answers = await Promise.all(candidates.map((address) => isContract(address, signal)));
      return new Set(candidates.filter((_, place) => answers[place] === true));
    },
  });

  const checkChain = (asked: ChainId): void => {
    if (asked !== chain)
      throw new InputError(`${client.id} is a node of ${chain}, not of ${asked}`, { field: 'chain' });
  };

  return {
    id: client.id,
    coverageIds: [client.id],
    space: LIVE_SPACE,
    chain,
    chains: [chain],
    fullHistory: false,
    traceMode: tracer.mode,
    requests: client.requests,
    health: client.health,
    close: async () => client.close(),
    head: async (asked) => {
      checkChain(asked);
      return readHead();
    },
    history: async (request) => {
      checkChain(request.chain);
      return history(request);
    },
    transaction: async (asked, hash, signal) => {
      checkChain(asked);
      return (await reader.transaction(hash, signal)).fact;
    },
    isContract: async (asked, address) => {
      checkChain(asked);
      return isContract(address);
    },
    block: async (asked, number, signal) => {
      checkChain(asked);
      const { view, reads } = await reader.block(number, signal);
      return {
        ...headerOf(chain, view),
        transactions: reads.map((read) => read.fact),
        contracts: [...new Set(reads.flatMap((read) => read.shown))].sort(),
      };
    },
    header: async (asked, number, signal) => {
      checkChain(asked);
      return headerOf(chain, await reader.header(number, signal));
    },
    finalized: async (asked, signal) => {
      checkChain(asked);
      try {
        const block = wire.record(await client.ask('eth_getBlockByNumber', ['finalized', false], signal), 'block');
        return wire.count(block.number, 'block.number');
      } catch (error) {
        if (error instanceof SourceError && (error.failure === 'unsupported' || error.failure === 'refused'))
          return undefined;
        throw error;
      }
    },
    balance: async (asked, address, asset, block, signal) => {
      checkChain(asked);
      try {
        if (asset === 'native') {
          const answer = await client.ask('eth_getBalance', [address, quantity(block)], signal);
          return wire.quantity(answer, 'eth_getBalance');
        }
        const call = { to: asset, data: `${BALANCE_OF}${zeroPadValue(address, 32).slice(2)}` };
        return wire.quantity(await client.ask('eth_call', [call, quantity(block)], signal), 'balanceOf');
      } catch (error) {
        if (error instanceof SourceError && (error.failure === 'unsupported' || error.failure === 'refused'))
          return undefined;
        throw error;
      }
    },
  };
}

function headerOf(chain: ChainId, { number, hash, parentHash, time }: BlockView): BlockHeader {
  return { chain, number, hash, parentHash, time };
}
