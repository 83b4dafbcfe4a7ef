import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../shared-data.ts';
import type { JsonServer } from '../serve-json.ts';
import { createThorchain, type Thorchain, type ThorInbound, type ThorOutbound, thorHash } from './network.ts';
import { type RecordedAction, recordedActions } from './recorded-actions.ts';
import { serveThorchain } from './serve-thorchain.ts';

const VAULT = `0x${'aa'.repeat(20)}`;
const SENDER = `0x${'bb'.repeat(20)}`;
const TIME = 1_740_006_000;
const eth = (amount: bigint): ThorInbound['coin'] => ({ asset: 'ETH.ETH', amount });
const ltc = (amount: bigint): ThorInbound['coin'] => ({ asset: 'LTC.LTC', amount });
const hash = (digits: string): string => `0x${digits.repeat(32)}`;

type Action = RecordedAction & { readonly metadata: Record<string, Record<string, unknown>> };

describe('what is told of the played network', () => {
  let network: Thorchain;
  let server: JsonServer;

  const get = async (path: string): Promise<{ readonly status: number; readonly body: unknown }> => {
    const response = await fetch(`${server.url}${path}`);
    return { status: response.status, body: await response.json() };
  };
  const bodyOf = async (path: string): Promise<unknown> => (await get(path)).body;
  const actionOf = async (txid: string): Promise<Action> => {
    const { actions } = (await bodyOf(`/v2/actions?txid=${txid}`)) as { readonly actions: readonly Action[] };
    const [action] = actions;
    if (action === undefined) throw new TypeError(`no action of ${txid}`);
    return action;
  };
  const out = (amount: bigint, more: Partial<ThorOutbound> = {}): ThorOutbound => ({
    ...{ refund: false, chain: 'LTC', to: 'ltc1qsomebody', coin: ltc(amount), networkFee: ltc(20_000n) },
    ...more,
  });
  const observed = (digits: string, memo: string): string => {
    const about = { chain: 'ETH', from: SENDER, to: VAULT, coin: eth(500_000_000n), gas: eth(8_000n) } as const;
    network.observe({ hash: hash(digits), ...about, memo, time: TIME });
    return hash(digits);
  };
  const paid = (digits: string): NonNullable<ThorOutbound['paid']> => ({
    ...{ hash: hash(digits), from: 'ltc1qvault', gas: ltc(5_000n), time: TIME + 600 },
  });

  beforeAll(async () => {
    network = createThorchain([
      { chain: 'ETH', address: VAULT, stored: VAULT, router: `0x${'cc'.repeat(20)}` },
      { chain: 'LTC', address: 'ltc1qvault', stored: '0x0014' },
    ]);
    server = await serveThorchain(network);
  });
  afterAll(() => server?.close());

  test('a swap is pending until all that is owed is paid, and is found by either transaction', async () => {
    const inbound = observed('a1', '=:l:ltc1qsomebody:0/1/2');
    const txid = thorHash(inbound);
    expect(await actionOf(txid)).toMatchObject({ status: 'pending', type: 'swap', out: [] });
    expect(await bodyOf(`/thorchain/tx/status/${txid}`)).toMatchObject({
      tx: { id: txid, memo: '=:l:ltc1qsomebody:0/1/2' },
      stages: { swap_status: { pending: true }, swap_finalised: { completed: false } },
    });
    network.owe(inbound, [out(600_000_000n), out(399_000_000n)]);
    network.pay(inbound, 0, paid('b1'));
    expect(await actionOf(txid)).toMatchObject({ status: 'pending', out: [{ txID: thorHash(hash('b1')) }] });
    network.pay(inbound, 1, paid('b2'));
    const done = await actionOf(txid.toLowerCase());
    expect(done).toMatchObject({
      status: 'success',
      out: [{ coins: [{ amount: '600000000' }] }, { address: 'ltc1qsomebody' }],
    });
    expect(await actionOf(thorHash(hash('b2')))).toEqual(done);
    const status = (await bodyOf(`/thorchain/tx/status/${txid}`)) as Record<string, readonly unknown[]>;
    expect([status.planned_out_txs?.length, status.out_txs?.length]).toEqual([2, 2]);
    expect(status.out_txs?.[1]).toMatchObject({ id: thorHash(hash('b2')), memo: `OUT:${txid}`, chain: 'LTC' });
    expect(status).toMatchObject({ stages: { outbound_signed: { completed: true } } });
  });

  test('a refund has its reason, and its payment comes back to the chain', async () => {
    const inbound = observed('a2', '=:l:ltc1qsomebody:999999999999');
    const refund = {
      refund: true,
      chain: 'ETH',
      to: SENDER,
      coin: eth(499_900_000n),
      networkFee: eth(100_000n),
    } as const;
    network.owe(inbound, [out(0n, refund)], 'emit asset 1 less than price limit 2');
    network.pay(inbound, 0, { ...paid('b3'), from: VAULT, gas: eth(8_000n) });
    expect(await actionOf(thorHash(inbound))).toMatchObject({
      type: 'refund',
      status: 'success',
      metadata: { refund: { reason: 'emit asset 1 less than price limit 2' } },
      out: [{ address: SENDER, coins: [{ asset: 'ETH.ETH', amount: '499900000' }] }],
    });
    expect(await bodyOf(`/thorchain/tx/status/${thorHash(inbound)}`)).toMatchObject({
      planned_out_txs: [{ refund: true }],
      out_txs: [{ memo: `REFUND:${thorHash(inbound)}` }],
    });
  });

  test('what is not known is an empty page, a status without transaction, or HTTP 404', async () => {
    const unknown = 'E'.repeat(64);
    expect(await bodyOf(`/v2/actions?txid=${unknown}`)).toMatchObject({ actions: [], count: '0' });
    expect(await bodyOf(`/thorchain/tx/status/${unknown}`)).toEqual({
      stages: { inbound_observed: { started: false, final_count: 0, completed: false } },
    });
    expect((await get(`/thorchain/tx/${unknown}`)).status).toBe(404);
    expect((await get('/elsewhere')).status).toBe(404);
    expect(server.seen.at(-1)).toBe('/elsewhere');
  });

  test('vaults are told with their routers', async () => {
    const addresses = [
      { chain: 'ETH', address: VAULT },
      { chain: 'LTC', address: 'ltc1qvault' },
    ];
    expect(await bodyOf('/thorchain/inbound_addresses')).toMatchObject(addresses);
    expect(await bodyOf('/thorchain/vaults/asgard')).toMatchObject([
      { status: 'ActiveVault', addresses, routers: [{ chain: 'ETH', router: `0x${'cc'.repeat(20)}` }] },
    ]);
  });

  describe.runIf(sharedData('thorchain-midgard') !== undefined)('has the form of what was recorded', () => {
    const recorded = recordedActions('thorchain') as readonly Action[];
    const keys = (value: unknown): string =>
      Object.keys(value as object)
        .sort()
        .join();
    const formOf = (action: Action): readonly string[] => [
      keys(action),
      ...Object.entries(action.metadata).map(([kind, about]) => `${kind}: ${keys(about)}`),
      ...action.in.map(keys),
      ...action.out.map(keys),
    ];
    const json = (path: string): unknown => JSON.parse(readFileSync(sharedData(path) ?? '', 'utf8'));

    test.each([
      ['a streaming swap in two parts', 'a3', '=:l:ltc1qsomebody:0/1/2', [{}, {}], 'b4'],
      ['a plain swap that is pending', 'a4', '=:l:ltc1qsomebody', [], undefined],
      ['a refund', 'a5', '=:l:ltc1qsomebody', [{ refund: true }], 'b5'],
    ] as const)('%s', async (_name, digits, memo, owed, payment) => {
      const inbound = observed(digits, memo);
      network.owe(
        inbound,
        owed.map((more) => out(1_000n, more)),
        'a reason',
      );
      if (payment !== undefined) for (const at of owed.keys()) network.pay(inbound, at, paid(`${payment}`));
      const action = await actionOf(thorHash(inbound));
      const alike = recorded.filter(({ type, status }) => type === action.type && status === action.status);
      // Outs of refunds are recorded by an older Midgard only, which told no height: those of swaps count, too.
      const outs = recorded.filter(({ status }) => status === 'success').flatMap((one) => one.out.map(keys));
      const known = new Set([...alike.flatMap(formOf), ...outs]);
      expect(alike.length).toBeGreaterThan(0);
      expect(formOf(action).filter((form) => !known.has(form))).toEqual([]);
    });

    test('a page, the addresses and a transaction of the node', async () => {
      const page = json('bridges/fixtures/thorchain-api/midgard_actions.json');
      expect(keys(await bodyOf('/v2/actions?txid=A1'))).toBe(keys(page));
      const addresses = json('bridges/fixtures/thorchain-api/thornode_inbound_addresses.json') as readonly {
        readonly chain: string;
      }[];
      for (const told of (await bodyOf('/thorchain/inbound_addresses')) as readonly { readonly chain: string }[]) {
        expect(keys(told)).toBe(keys(addresses.find(({ chain }) => chain === told.chain)));
      }
      const told = (await bodyOf(`/thorchain/tx/${thorHash(hash('a1'))}`)) as Record<string, Record<string, unknown>>;
      const known = json('bridges/fixtures/thorchain-api/thornode_tx_incomplete.json') as typeof told;
      expect(keys(told)).toBe(keys(known));
      expect(keys(told.observed_tx)).toBe(keys(known.observed_tx));
      expect(keys(told.observed_tx?.tx)).toBe(keys(known.observed_tx?.tx));
    });
  });
});
