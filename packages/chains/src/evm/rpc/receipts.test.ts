import { type Anvil, startAnvil, startFaultProxy } from '@fundtrail/testkit';
import { JsonRpcProvider } from 'ethers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSource } from './test-support.ts';

const HEIR = `0x${'e'.repeat(40)}`;
/** PUSH20 heir, SELFDESTRUCT: a contract that ends while it is created. */
const SHORT_LIVED = `0x73${HEIR.slice(2)}ff`;
/** A creation that reverts at once. */
const REVERTING = '0x5f5ffd';

let anvil: Anvil;
let provider: JsonRpcProvider;
let sender: string;

beforeAll(async () => {
  anvil = await startAnvil();
  provider = new JsonRpcProvider(anvil.url, anvil.chainId, { staticNetwork: true });
  [sender] = await provider.send('eth_accounts', []);
});
afterAll(async () => {
  provider?.destroy();
  await anvil?.stop();
});

/** Resolves once the transaction is in a block: the node answers before it has mined it. */
async function create(code: string): Promise<string> {
  const hash = await provider.send('eth_sendTransaction', [{ from: sender, data: code, value: '0x5', gas: '0x30d40' }]);
  await expect.poll(() => provider.send('eth_getTransactionReceipt', [hash]), { timeout: 10_000 }).not.toBeNull();
  return hash;
}

test.each(['trace', 'debug'] as const)('a selfdestruct hands its money on, told by %s', async (trace) => {
  const hash = await create(SHORT_LIVED);
  const source = await openSource({ url: anvil.url, trace });
  const { legs } = await source.transaction(source.chain, hash);
  const made = legs[1]?.to;
  expect(legs.slice(1)).toEqual([
    { id: 'value', kind: 'native', from: sender, to: made, asset: 'native', amount: 5n },
    { id: 'trace:0', kind: 'internal', from: made, to: HEIR, asset: 'native', amount: 5n },
  ]);
});

test('a failed creation keeps its value', async () => {
  const source = await openSource({ url: anvil.url });
  const fact = await source.transaction(source.chain, await create(REVERTING));
  expect([fact.success, fact.legs.map((leg) => leg.kind)]).toEqual([false, ['fee']]);
});

test.each([
  ['eip155:10', 7n],
  ['eip155:1', 0n],
])(
  "on %s a rollup's fee for its L1 data is part of what the sender paid as the catalogue says, and a blob's",
  async (chain, l1Fee) => {
    const hash = await create(SHORT_LIVED);
    const receipt = await provider.send('eth_getTransactionReceipt', [hash]);
    const proxy = await startFaultProxy({
      target: anvil.url,
      fault: ({ method }) => {
        if (method === 'eth_chainId') return { kind: 'result', result: `0x${Number(chain.slice(7)).toString(16)}` };
        if (method !== 'eth_getTransactionReceipt') return undefined;
        return { kind: 'result', result: { ...receipt, l1Fee: '0x7', blobGasUsed: '0x3', blobGasPrice: '0x5' } };
      },
    });
    const source = await openSource({ url: proxy.url });
    const { legs } = await source.transaction(source.chain, hash);
    expect(legs[0]?.amount).toBe(BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice) + l1Fee + 15n);
    await proxy.stop();
  },
);

test('without a status, as before Byzantium, a transaction that used up its gas failed', async () => {
  const hash = await create(REVERTING);
  const { status: _status, ...receipt } = await provider.send('eth_getTransactionReceipt', [hash]);
  const proxy = await startFaultProxy({
    target: anvil.url,
    fault: ({ method }) => {
      if (method !== 'eth_getTransactionReceipt') return undefined;
      return { kind: 'result', result: { ...receipt, gasUsed: '0x30d40' } };
    },
  });
  for (const trace of ['none', 'debug'] as const) {
    const source = await openSource({ url: proxy.url, trace });
    expect((await source.transaction(source.chain, hash)).success).toBe(false);
  }
  await proxy.stop();
});
