import { type BridgeLeg, SourceError } from '@fundtrail/core';
import { describe, expect, it } from 'vitest';
import type { ApiAnswer, ApiFinding } from '../adapter.ts';
import { MAYA } from '../protocols/maya/adapter.ts';
import { MAYA_NETWORK } from '../protocols/maya/network.ts';
import { THORCHAIN } from '../protocols/thorchain/adapter.ts';
import { THORCHAIN_NETWORK } from '../protocols/thorchain/network.ts';
import { readActions } from './actions.ts';
import { outOf } from './midgard.ts';
import type { ThorNetwork } from './network.ts';
import { BITCOIN, HAS_THOR_RECORDS, sharedJson } from './recorded-thor.fixture.ts';
import { asgardVaults, inboundVaults } from './vaults.ts';

const TOLD = { asOf: '2024-01-10' };
const HASH = 'ab'.repeat(32);
const [NODE, MAYANODE] = [THORCHAIN.furtherApis?.[0], MAYA.furtherApis?.[0]];

const leg = (key: string, more: Partial<BridgeLeg> = {}): BridgeLeg =>
  ({ side: 'source', key, toChain: undefined, ...more }) as BridgeLeg;

function outs(path: string, key: string, network: ThorNetwork = THORCHAIN_NETWORK): ApiAnswer {
  return outOf(readActions(sharedJson(path), 'midgard'), key.toLowerCase(), network);
}

/** Counted in the answers themselves: actions, and hashes of `out` that are not empty or all zeros, each once. */
const PAGES = [
  { file: 'bridges/fixtures/thorchain-api/midgard_actions.json', actions: 4, paying: 0 },
  { file: 'bridges/fixtures/thorchain-api/midgard_actions_2.json', actions: 2, paying: 0 },
  { file: 'bridges/fixtures/thorchain-api/refunds.json', actions: 50, paying: 0 },
  { file: 'bridges/fixtures/thorchain-api/swap_aff_new.json', actions: 2, paying: 1 },
  { file: 'bridges/fixtures/thorchain-api/swap_with_aff_new.json', actions: 50, paying: 7 },
  { file: 'bridges/fixtures/thorchain-api/synth_swap.json', actions: 50, paying: 1 },
  { file: 'bridges/fixtures/thorchain-api/v2_refund.json', actions: 30, paying: 11 },
  { file: 'bridges/fixtures/thorchain-api/v2_refund_multi.json', actions: 11, paying: 24 },
  { file: 'bridges/fixtures/thorchain-api/v2_single.json', actions: 1, paying: 1 },
  { file: 'bridges/fixtures/thorchain-api/v2_swap.json', actions: 50, paying: 50 },
  { file: 'bridges/fixtures/thorchain-api/example_avax_swap_in.json', actions: 1, paying: 0 },
  { file: 'bridges/fixtures/thorchain-api/example_eth_swap_out.json', actions: 1, paying: 1 },
  { file: 'bridges/fixtures/thorchain-api/example_swap_in_with_aff.json', actions: 2, paying: 1 },
  { file: 'bridges/fixtures/maya-api/midgard_actions.json', actions: 4, paying: 1 },
  { file: 'bridges/fixtures/maya-api/midgard_actions_2.json', actions: 3, paying: 2 },
  { file: 'thorchain-midgard/actions.json', actions: 4, paying: 1 },
  { file: 'thorchain-midgard/add_aff_new.json', actions: 2, paying: 0 },
  { file: 'thorchain-midgard/affiliate_merge_test.json', actions: 27, paying: 1 },
  { file: 'thorchain-midgard/affiliate_merge_test_add.json', actions: 2, paying: 0 },
  { file: 'thorchain-midgard/affiliate_merge_test_add_2in.json', actions: 2, paying: 0 },
  { file: 'thorchain-midgard/affiliate_merge_test_add_2in_mix.json', actions: 2, paying: 0 },
  { file: 'thorchain-midgard/swap_synth_synth.json', actions: 1, paying: 0 },
  { file: 'thorchain-midgard/v1_dbl_swap.json', actions: 50, paying: 50 },
  { file: 'thorchain-midgard/v1_refund.json', actions: 13, paying: 13 },
  { file: 'thorchain-midgard/v1_swap.json', actions: 50, paying: 50 },
  { file: 'thorchain-midgard/v2_swap.json', actions: 50, paying: 50 },
  { file: 'thorchain-midgard/swap_aff_new.json', actions: 2, paying: 1 },
];

const short = ({ side, chain, tx, account, asset, amount }: ApiFinding) => [
  side,
  chain,
  tx.slice(0, 10),
  account,
  asset,
  amount,
];

describe.skipIf(!HAS_THOR_RECORDS)('recorded answers of Midgard', () => {
  it('tell where ether of the Bybit theft arrived', () => {
    const [, second] = Object.values(sharedJson<object>('bybit-2025/midgard-bybit-exploiter-actions.json'));
    const key = '6f708afc717fce07a9c116d7d359a202e1765af40bb1ddbfacdfbdf908e7f2aa';
    expect(THORCHAIN.api?.path(leg(key))).toBe(`/v2/actions?txid=${key.toUpperCase()}`);
    expect(THORCHAIN.api?.read({ actions: second }, leg(key))).toEqual({
      state: 'found',
      findings: [
        {
          side: 'destination',
          chain: BITCOIN,
          tx: '77584aef1478ae7ff73a0dacae3086cf28f6b55e017fc1eac0981bb6d9b731c4',
          account: '19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhE',
          asset: 'BTC.BTC',
          amount: 121_327_264n,
        },
      ],
      notes: [],
    });
  });

  it('tell a swap once though its affiliate makes a second action, and leave the affiliate out', () => {
    const path = 'bridges/fixtures/thorchain-api/example_swap_in_with_aff.json';
    const { findings, notes } = outs(path, '0A06E67BC6CFA7AF8DCA1A93A7DA0957C38E8F1028983E4586CCC99C2F436C18');
    expect(findings.map(short)).toEqual([
      ['destination', BITCOIN, '55c3717d12', '3PnAWrDDgQ8isDWL7L6MsiWx9aCXVHHaW7', 'BTC.BTC', 65_304_276n],
    ]);
    expect(notes).toEqual([]);
  });

  it('leave out an affiliate that is paid in the action of the swap', () => {
    const { midgardActions: actions } = sharedJson<{ midgardActions: unknown }>(
      'bridges/fixtures/thorchain-chain/btc-out-from-bsc-swap.json',
    );
    const key = '08a863d310aecf008b4a9742a596603ea008c682b4e48ff8ff80c408fbe72eb3';
    const { findings, notes } = THORCHAIN.api?.read({ actions }, leg(key)) ?? { findings: [], notes: [] };
    expect(findings.map(short)).toEqual([
      ['destination', BITCOIN, '39f1a4d0f9', 'bc1qk8mhj9j5rsz7j7ymv92t2mv5fcqfgt7scn9p72', 'BTC.BTC', 116_388n],
    ]);
    expect(notes).toEqual([]);
    const back = {
      ...leg(''),
      side: 'destination',
      tx: `0x39f1a4d0f9a7dba5365eb40c73590ca81c702676de18f0438556da8f6b179068`,
    };
    expect(THORCHAIN.api?.path(back as BridgeLeg)).toMatch(/txid=39F1A4D0/);
    expect(THORCHAIN.api?.read({ actions }, back as BridgeLeg).findings.map(short)).toEqual([
      ['source', 'eip155:56', '0x08a863d3', '0x5b7e725729790240ccf2da19d92cad339153ce02', 'BSC.BNB', 19_125_435n],
    ]);
  });

  it('tell what is paid inside the network without a transaction', () => {
    const path = 'bridges/fixtures/thorchain-api/example_avax_swap_in.json';
    expect(outs(path, 'C2483005204F9B4D41D15024913807BC8D2A1714C55FAE0B5F23B1D71D6AFFE3')).toEqual({
      state: 'unknown',
      findings: [],
      notes: ['paid inside THORChain: 200668983 of THOR.RUNE to thor1w2p7nya3880s04adt7d4498lsz6762lg2vuke5'],
    });
  });

  it('take a hash of zeros for none', () => {
    const path = 'bridges/fixtures/thorchain-api/v2_refund.json';
    const zeros = readActions(sharedJson(path), 'midgard').filter(({ outs }) => outs.some(({ tx }) => tx === ''));
    expect(zeros.length).toBeGreaterThan(10);
    const [key = ''] = zeros.map(({ ins }) => ins[0]?.tx ?? '');
    expect(outs(path, key)).toMatchObject({ state: 'unknown', findings: [] });
    expect(outs(path, key).notes).toContainEqual(expect.stringMatching(/^paid inside THORChain: \d+ of THOR.RUNE/));
  });

  it('tell several refunds of one transaction with the reason', () => {
    const path = 'thorchain-midgard/v2_refund_multi.json';
    const { findings, notes, state } = outs(path, 'F75F68FDF437A11340C2E9D73E035364EDD1EADEB8FE0089B89C7EAE9FD3DD9D');
    expect(state).toBe('found');
    expect(findings).toHaveLength(2);
    for (const finding of findings) {
      const account = '0xb289f1998254648a8e807b193ee1d1042bcc8557';
      expect(finding).toMatchObject({ side: 'refund', chain: 'eip155:1', account });
    }
    expect(notes).toEqual(['refunded: emit asset 713866211 less than price limit 724725111']);
  });

  it('tell what comes of THORChain for Maya, where that is another chain', () => {
    const path = 'bridges/fixtures/maya-api/midgard_actions_2.json';
    const { findings } = outs(path, 'C238C07B31F0798B3C8DD3B3528F40BB466227F6460DCF9D260A8E836CF7C3FD', MAYA_NETWORK);
    expect(findings.map(short)).toEqual([
      [
        'destination',
        'cosmos:thorchain-1',
        'ef562f3e12',
        'thor14mh37ua4vkyur0l5ra297a4la6tmf95mt96a55',
        'THOR.RUNE',
        24_045_699_771n,
      ],
    ]);
  });

  it.each(PAGES)(
    'are read whole: $file has $actions actions that pay by $paying transactions',
    ({ file, actions, paying }) => {
      const network = file.includes('maya') ? MAYA_NETWORK : THORCHAIN_NETWORK;
      const read = readActions(sharedJson(file), 'midgard');
      const keys = [...new Set(read.flatMap(({ ins }) => ins.map(({ tx }) => tx.toLowerCase())))];
      const found = keys.flatMap((key) => outOf(read, key, network).findings);
      expect([read.length, new Set(found.map(({ tx }) => tx)).size]).toEqual([actions, paying]);
      for (const { tx, chain, account, amount } of found) {
        expect(tx).toMatch(chain.startsWith('eip155:') ? /^0x[0-9a-f]{64}$/ : /^[0-9a-f]{64}$/);
        expect([typeof account, typeof amount]).toEqual(['string', 'bigint']);
      }
    },
  );
});

describe('answers of Midgard', () => {
  const action = (more: object) => ({
    actions: [
      { type: 'swap', status: 'success', in: [transfer(HASH, 'ETH.ETH', '5')], out: [], metadata: {}, ...more },
    ],
  });
  const transfer = (txID: string, asset: string, amount: string, address = `0x${'11'.repeat(20)}`) => ({
    txID,
    address,
    coins: [{ asset, amount }],
  });
  const read = (answer: unknown) => THORCHAIN.api?.read(answer, leg(HASH));

  it('say pending while it is not done, and nothing where it is not known', () => {
    expect(read(action({ status: 'pending' }))).toMatchObject({ state: 'pending', findings: [] });
    expect(read({ actions: [], count: '0' })).toMatchObject({ state: 'pending', findings: [] });
    expect(read(action({ type: 'failed', status: 'failed' }))).toMatchObject({
      state: 'unknown',
      notes: ['failed: failed'],
    });
  });

  it('tell several payments, each once, and what comes back of a swap that was filled in part', () => {
    const out = [
      transfer('cd'.repeat(32), 'BTC.BTC', '3', '19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhE'),
      transfer('ce'.repeat(32), 'BTC.BTC', '4', '19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhE'),
      transfer('cf'.repeat(32), 'ETH.ETH', '1'),
      transfer('cd'.repeat(32), 'BTC.BTC', '3', '19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhE'),
    ];
    const metadata = { swap: { memo: '=:b:19qs8FPxK6VfkqHL7TPZDhw3r2rJPU6yhE:1/1/5' } };
    const told = read(action({ out, metadata }))?.findings ?? [];
    expect(told.map(({ side, chain }) => [side, chain])).toEqual([
      ['destination', BITCOIN],
      ['destination', BITCOIN],
      ['refund', 'eip155:1'],
    ]);
  });

  it('of another form are malformed', () => {
    for (const answer of [undefined, null, 'text', [], {}, { actions: {} }, { actions: [{}] }, { actions: [5] }]) {
      expect(() => read(answer)).toThrow(SourceError);
    }
    expect(() => read({ actions: [{ type: 'swap', status: 'success', in: ['x'] }] })).toThrow(/an in is none/);
  });
});

describe('answers of nodes', () => {
  it.skipIf(!HAS_THOR_RECORDS)('tell hashes that were paid, on the chain that the memo says', () => {
    const read = (path: string) => NODE?.read(sharedJson(`${path}.json`), leg(''));
    expect(read('bridges/fixtures/thorchain-api/thornode_tx_incomplete')).toMatchObject({
      state: 'found',
      findings: [{ chain: BITCOIN, tx: '442a51666184732c2d7ea15bdd45b0b959b07cb1f8c35adfb276ac6914371cf8' }],
    });
    for (const path of [
      'bridges/fixtures/thorchain-api/thornode_tx_done',
      'bridges/fixtures/thorchain-api/thornode_tx_observed',
      'thorchain-midgard/thornodeTx',
      'thorchain-midgard/thornodeObservedTx',
    ]) {
      expect(read(path)).toEqual({ state: 'unknown', findings: [], notes: ['paid inside THORChain'] });
    }
  });

  it('tell stages, what is planned and what was seen', () => {
    const out = (id: string, memo: string, asset = 'ETH.ETH') => ({
      id,
      chain: 'ETH',
      to_address: `0x${'22'.repeat(20)}`,
      coins: [{ asset, amount: '7' }],
      memo,
    });
    const stages = { outbound_signed: { completed: true } };
    const seen = { stages, planned_out_txs: [{}], out_txs: [out('CD'.repeat(32), `OUT:${HASH}`)] };
    expect(NODE?.path(leg(HASH))).toBe(`/thorchain/tx/status/${HASH.toUpperCase()}`);
    expect(MAYANODE?.path(leg(HASH))).toBe(`/mayachain/tx/status/${HASH.toUpperCase()}`);
    expect(NODE?.path(leg(HASH, { side: 'destination' }))).toBeUndefined();
    expect(NODE?.read(seen, leg(HASH))).toMatchObject({
      state: 'found',
      findings: [{ side: 'destination', chain: 'eip155:1', tx: `0x${'cd'.repeat(32)}`, amount: 7n }],
    });
    const refund = { ...seen, out_txs: [out('CD'.repeat(32), `REFUND:${HASH}`)] };
    expect(NODE?.read(refund, leg(HASH)).findings).toMatchObject([{ side: 'refund' }]);
    const waiting = { stages: { outbound_signed: { completed: false } }, planned_out_txs: [{}, {}] };
    expect(NODE?.read(waiting, leg(HASH))).toEqual({
      state: 'pending',
      findings: [],
      notes: ['2 payments are planned, 0 were seen'],
    });
    expect(NODE?.read({ stages: { inbound_observed: { completed: false } } }, leg(HASH))).toMatchObject({
      state: 'pending',
    });
    const home = { ...seen, out_txs: [out('0'.repeat(64), `OUT:${HASH}`, 'THOR.RUNE')] };
    expect(NODE?.read(home, leg(HASH))).toMatchObject({ state: 'unknown', findings: [] });
    for (const answer of [undefined, null, {}, [], 'text'])
      expect(() => NODE?.read(answer, leg(HASH))).toThrow(SourceError);
  });

  it.skipIf(!HAS_THOR_RECORDS)('tell vaults of chains that can be traced', () => {
    const thor = inboundVaults(
      sharedJson('bridges/fixtures/thorchain-api/thornode_inbound_addresses.json'),
      THORCHAIN_NETWORK,
      TOLD,
    );
    expect(thor.map(({ chain, address }) => [chain, address])).toEqual([
      ['eip155:43114', '0xfc7a552fb07e83fe74b91638505a0b5bdb3e1d00'],
      ['eip155:56', '0xfc7a552fb07e83fe74b91638505a0b5bdb3e1d00'],
      [BITCOIN, '0x0014bf7efea88e5b680597c24e15bdc9d9f99df85d12'],
      ['bip122:1a91e3dace36e2be3bf030a65679fe82', '0x76a914bf7efea88e5b680597c24e15bdc9d9f99df85d1288ac'],
      ['eip155:1', '0xfc7a552fb07e83fe74b91638505a0b5bdb3e1d00'],
      ['bip122:12a765e31ffd4059bada1e25190f6e98', '0x0014bf7efea88e5b680597c24e15bdc9d9f99df85d12'],
    ]);
    expect(inboundVaults(sharedJson('thorchain-midgard/inboundAddresses.json'), THORCHAIN_NETWORK, TOLD)).toEqual(thor);
    expect(thor[0]).toEqual({
      protocol: 'thorchain',
      role: 'Vault',
      chain: 'eip155:43114',
      address: '0xfc7a552fb07e83fe74b91638505a0b5bdb3e1d00',
      source: 'thornode /thorchain/inbound_addresses',
      asOf: '2024-01-10',
    });
    const maya = inboundVaults(
      sharedJson('bridges/fixtures/maya-api/mayanode_inbound_addresses.json'),
      MAYA_NETWORK,
      TOLD,
    );
    expect(maya.map(({ protocol, chain }) => [protocol, chain])).toEqual([
      ['maya', BITCOIN],
      ['maya', 'eip155:1'],
    ]);
  });

  it('are asked of nodes as of now, and as of a height', () => {
    expect(THORCHAIN.accountRules?.map(({ path }) => [path(), path(27_900_000)])).toEqual([
      ['/thorchain/vaults/asgard', '/thorchain/vaults/asgard?height=27900000'],
      ['/thorchain/inbound_addresses', undefined],
    ]);
    const [, inbound] = MAYA.accountRules ?? [];
    const row = { chain: 'ARB', address: `0x${'AA'.repeat(20)}` };
    expect(inbound?.read([row], TOLD)).toMatchObject([{ protocol: 'maya', chain: 'eip155:42161', role: 'Vault' }]);
  });

  it('tell all vaults with their addresses, or nothing at all', () => {
    const vault = {
      addresses: [
        { chain: 'ETH', address: `0x${'AA'.repeat(20)}` },
        { chain: 'GAIA', address: 'cosmos1x' },
      ],
    };
    expect(asgardVaults([vault, vault], THORCHAIN_NETWORK, { ...TOLD, from: '2024-01-01' })).toEqual([
      {
        protocol: 'thorchain',
        role: 'Vault',
        chain: 'eip155:1',
        address: `0x${'aa'.repeat(20)}`,
        source: 'thornode /thorchain/vaults/asgard',
        asOf: '2024-01-10',
        from: '2024-01-01',
      },
    ]);
    for (const answer of [
      undefined,
      {},
      [{}],
      [{ addresses: [{ chain: 'ETH' }] }],
      [{ addresses: [{ chain: 'ETH', address: '0x1' }] }],
    ]) {
      expect(() => asgardVaults(answer, THORCHAIN_NETWORK, TOLD)).toThrow(SourceError);
    }
  });
});
