import { Interface } from 'ethers';
import { ask } from '../anvil/json-rpc.ts';
import { type Answer, answerFrom, pageOf, refusal } from '../recorded-explorer/answers.ts';
import type { FaultRule } from '../recorded-explorer/faults.ts';
import type { RECORDED_ACTIONS, Recording } from '../recorded-explorer/recording.ts';
import { type ExplorerServer, serveExplorer } from '../recorded-explorer/serve.ts';
import { indexChain } from './index-chain.ts';
import type { IndexedBlock } from './indexed-block.ts';
import { logRows, pageOfLogs } from './log-rows.ts';
import { internalRows, type TokenNames, tokenRows, tokensIn, topRows } from './rows.ts';

export type NodeExplorerOptions = {
  /** URL of the node whose chain is shown; it must know `trace_block`, as anvil does. */
  readonly target: string;
  /** Rows a page holds at most; 10,000 when left out, Etherscan's free plan gives 1,000. */
  readonly rowCap?: number;
  /** `page * offset` is refused beyond this; 10,000 when left out. */
  readonly window?: number;
  readonly apiKey?: string;
  readonly faults?: FaultRule;
  /** Blocks that its lists are behind the node; it says nothing of it. */
  readonly lag?: number;
  /** Lists it does not have. */
  readonly without?: readonly ((typeof RECORDED_ACTIONS)[number] | 'getLogs' | 'getblocknobytime')[];
};

/**
 * An explorer of a local chain: a real HTTP server in the dialect of Etherscan V2, with `txlist`, `txlistinternal` (of an account or
 * a transaction) and `tokentx` of `module=account`, the newest `balance`, `getLogs`, `getblocknobytime`, and `module=proxy`. It reads the node
 * apart from any source under test.
 */
export type NodeExplorer = ExplorerServer;

const ROW_CAP = 10_000;
const NAMES = new Interface([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
]);
const HASH = /^0x[0-9a-f]{64}$/;
/** How `module=proxy` names what JSON-RPC orders. */
const PROXY_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  eth_blockNumber: [],
  eth_getBlockByNumber: ['tag', 'boolean'],
  eth_getTransactionByHash: ['txhash'],
  eth_getTransactionReceipt: ['txhash'],
  eth_getTransactionCount: ['address', 'tag'],
  eth_getCode: ['address', 'tag'],
  eth_getStorageAt: ['address', 'position', 'tag'],
};

export async function startNodeExplorer(options: NodeExplorerOptions): Promise<NodeExplorer> {
  const { target, faults, apiKey } = options;
  const rowCap = options.rowCap ?? ROW_CAP;
  const answers = { rowCap, window: options.window ?? ROW_CAP, apiKey };
  const index = indexChain(target, options.lag ?? 0);
  const names = new Map<string, TokenNames>();
  const chainId = String(Number(await ask(target, 'eth_chainId')));
  const offers = (action: string): boolean => !(options.without ?? []).some((missing) => missing === action);

  const lists: Recording = {
    accounts: [],
    offers,
    rows: async (action, account) => {
      const blocks = await index.blocks();
      if (action === 'txlist') return topRows(blocks, account);
      if (action === 'txlistinternal') return internalRows(blocks, { account });
      await readNames(target, blocks, names);
      return tokenRows(blocks, account, names);
    },
  };

  const answer = async (parameters: URLSearchParams): Promise<unknown> => {
    if (parameters.get('chainid') !== chainId)
      return refusal(`Missing or unsupported chainid parameter (required for v2 api)`);
    if (apiKey !== undefined && parameters.get('apikey') !== apiKey) return refusal('Invalid API Key (#err2)|');
    const action = parameters.get('action') ?? '';
    if (parameters.get('module') === 'proxy') return await proxied(target, action, parameters);
    const hash = parameters.get('txhash')?.toLowerCase();
    if (action === 'txlistinternal' && hash !== undefined && offers(action)) {
      if (!HASH.test(hash)) return refusal('Error! Invalid transaction hash format');
      return pageOf(internalRows(await index.blocks(), { transaction: hash }), action, parameters, answers);
    }
    if (action === 'getLogs' && offers(action)) {
      return pageOfLogs(logRows(await index.blocks(), parameters), parameters, answers);
    }
    if (action === 'getblocknobytime' && offers(action)) return blockBefore(await index.blocks(), parameters);
    if (action === 'balance') return await balance(target, parameters.get('address') ?? '');
    return await answerFrom(lists, parameters, answers);
  };
  return await serveExplorer({ answer, faults });
}

async function balance(target: string, address: string): Promise<Answer> {
  return {
    status: '1',
    message: 'OK',
    result: BigInt(String(await ask(target, 'eth_getBalance', [address, 'latest']))).toString(),
  };
}

/** The last block at or before a time: the only way to be asked for `closest` that is known here. */
function blockBefore(blocks: readonly IndexedBlock[], parameters: URLSearchParams): Answer {
  const time = Number(parameters.get('timestamp'));
  if (parameters.get('closest') !== 'before' || !Number.isInteger(time)) return refusal('Error! Invalid parameter');
  const found = blocks.findLast((block) => block.time <= time);
  if (found === undefined) return refusal('Error! No closest block found');
  return { status: '1', message: 'OK', result: String(found.number) };
}

/** Etherscan's proxy answers as the node does, in JSON-RPC. */
async function proxied(target: string, method: string, parameters: URLSearchParams): Promise<unknown> {
  const named = PROXY_PARAMETERS[method];
  if (named === undefined) return refusal('Error! Missing Or invalid Action name');
  const params = named.map((name) => (name === 'boolean' ? parameters.get(name) === 'true' : parameters.get(name)));
  try {
    return { jsonrpc: '2.0', id: 1, result: await ask(target, method, params) };
  } catch (error) {
    return {
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32602, message: error instanceof Error ? error.message : String(error) },
    };
  }
}

async function readNames(
  target: string,
  blocks: readonly IndexedBlock[],
  names: Map<string, TokenNames>,
): Promise<void> {
  for (const token of tokensIn(blocks)) {
    if (names.has(token)) continue;
    const read = async (method: 'name' | 'symbol' | 'decimals'): Promise<string> => {
      try {
        const answer = await ask(target, 'eth_call', [{ to: token, data: NAMES.encodeFunctionData(method) }, 'latest']);
        return String(NAMES.decodeFunctionResult(method, String(answer))[0]);
      } catch {
        // Not every token has a name.
        return '';
      }
    };
    names.set(token, { name: await read('name'), symbol: await read('symbol'), decimals: await read('decimals') });
  }
}
