import { describe, expect, it } from 'vitest';
import { explainFile, explainOne, RECORDS, short, shortId } from './explained.ts';

type Expected = readonly [
  file: string,
  hash: string,
  account: string,
  gave: readonly string[],
  got: readonly string[],
  protocols: readonly string[],
];

/** Checked by hand against what the protocols' own events, or where they have none the pools', say in the same receipts. */
const SWAPS: readonly Expected[] = [
  [
    'uniswapv2',
    '0x20ecc226',
    '0x3cadf2',
    ['slip44:60 1591349167485763510'],
    ['0x761d38 10000000000000000000000000000'],
    ['uniswap_v2', 'weth'],
  ],
  ['uniswapv2', '0x98f0826b', '0x399e19', ['0xc2132d 5855900'], ['0x94b959 1122506594'], ['uniswap_v2']],
  [
    'uniswapv3',
    '0x1c50c336',
    '0xb63e0c',
    ['slip44:60 636154607647108921'],
    ['0x5a98fc 1000000000000000000000'],
    ['uniswap_v3', 'weth'],
  ],
  [
    'uniswapv3',
    '0xa4e0dbf7',
    '0x73264d',
    ['0x2260fa 22418247796'],
    ['0x6b1754 5326023631679255788142165'],
    ['uniswap_v3'],
  ],
  [
    'uniswapv4',
    '0x8ed162b0',
    '0x66c115',
    ['0x420000 2029975300816905024'],
    ['0x0b2c63 1468375'],
    ['uniswap_universal_router', 'uniswap_v3'],
  ],
  ['zerox', '0x4b83d253', '0x34a303', ['slip44:60 324000000000000'], ['0xaf88d0 645954'], ['0x', 'uniswap_v4', 'weth']],
  [
    '1inch',
    '0x0a86fef1',
    '0xc5d494',
    ['0x5f9880 528156599993215618230'],
    ['0x6b1754 521366008657400952258'],
    ['1inch', 'uniswap_v3'],
  ],
  [
    '1inch',
    '0x1756eca9',
    '0x9a852a',
    ['0x912ce5 150000000000000000000'],
    ['slip44:60 79565712786565097'],
    ['1inch', 'lfj', 'uniswap_v3', 'weth'],
  ],
  [
    '1inch',
    '0x55110fd8',
    '0xc37b40',
    ['0x9c58ba 500000000000000000'],
    ['0x420ca0 56115414177458869692', '0xcb444e 56115414177458869692'],
    ['1inch', 'openocean', 'uniswap_v3_fork'],
  ],
  [
    'zerox',
    '0x12d794e7',
    '0x748821',
    ['0x4c9edd 458480413000000000000000'],
    ['0xdac17f 459177562744'],
    ['0x', 'curve'],
  ],
  [
    'zerox',
    '0x355c18ab',
    '0xf06cc3',
    ['0xaf88d0 50000000000'],
    ['0x5979d7 11881377544430330750'],
    ['0x', 'balancer', 'uniswap_v3'],
  ],
  [
    'zerox',
    '0xb77f8e36',
    '0xe4bef0',
    ['0xdac17f 1463768084'],
    ['0x73d7c8 4910533168813496285354'],
    ['0x', 'uniswap_v2'],
  ],
  [
    'paraswap',
    '0x9c529e46',
    '0x752921',
    ['0xda4786 42226901446319896728285'],
    ['0xa0b869 40566915849'],
    ['curve', 'paraswap', 'uniswap_v2', 'uniswap_v3', 'weth'],
  ],
  [
    'paraswap',
    '0x4f72cff6',
    '0xe03679',
    ['0x3c499c 4000000'],
    ['0x8f3cf7 3999618836617901730'],
    ['paraswap', 'uniswap_v3'],
  ],
  [
    'paraswap_v6',
    '0xf14f1ec5',
    '0xdd0364',
    ['0x2a22f9 12057476'],
    ['slip44:700 12058107620013985682'],
    ['curve', 'paraswap', 'weth'],
  ],
  [
    'odos_v1',
    '0x3802c363',
    '0x0638df',
    ['slip44:966 5000000000000000000'],
    ['0x8b1f83 420019099729529050000'],
    ['odos', 'uniswap_v2_fork', 'uniswap_v3', 'weth'],
  ],
  ['odos_v2', '0x0efcdf00', '0xd1acfe', ['0x1abaea 6421310000'], ['0xa0b869 7037875022'], ['odos', 'uniswap_v3']],
  [
    'odos_v2',
    '0x2ae9298c',
    '0xd0392c',
    ['0xa0b869 5085873', '0xf951e3 300942750197910709'],
    ['0xbe9895 101348638838421792'],
    ['odos', 'pancakeswap', 'uniswap_v1', 'uniswap_v2_fork', 'uniswap_v3', 'weth'],
  ],
  ['curve', '0xaa176ce7', '0xa8d7fb', ['0xa0b869 500000000000'], ['0xdac17f 498538169982'], ['curve']],
  [
    'balancer',
    '0x35dd639b',
    '0x20a1cf',
    ['slip44:60 1000000000000000'],
    ['0x6b1754 1207092929058998715'],
    ['balancer', 'weth'],
  ],
  [
    'sushiswap',
    '0xcd776ba4',
    '0xa01f6d',
    ['slip44:60 9832891503659921'],
    ['0x0d97f2 2812320686082273676574334'],
    ['sushiswap', 'weth'],
  ],
  [
    'kyber',
    '0xe29c8695',
    '0xc2e8fd',
    ['0x35fa16 1985158248360464351'],
    ['0xf0bb20 1872813330450180743'],
    ['curve', 'kyber', 'uniswap_v4', 'weth'],
  ],
  [
    'velodrome',
    '0x10d52ec5',
    '0xeef53a',
    ['0x3c8b65 5165602591359381942771'],
    ['slip44:60 181508840163183003'],
    ['velodrome', 'weth'],
  ],
  [
    'aerodrome',
    '0x26053896',
    '0x7264a6',
    ['0x74ccbe 4719017300893053647294'],
    ['0x420000 70849955500013335'],
    ['aerodrome'],
  ],
];

/** What is converted without being a swap: shares of pools and vaults, deposits. */
const OTHER_CONVERSIONS: readonly Expected[] = [
  [
    'uniswapv2',
    '0x1bab8a89',
    '0xcc917a',
    ['0x6b1754 24994824629555601269', '0xa0b869 25000000'],
    ['0xae461c 22187913295974'],
    ['uniswap_v2'],
  ],
  [
    'curve',
    '0x48334f00',
    '0x3ba6eb',
    ['0xec090c 419974883941064112722'],
    ['0x498bf2 337171267571218817998', '0xaf88d0 90372027'],
    ['curve'],
  ],
  [
    'balancer',
    '0x1a9e201f',
    '0x63a49b',
    ['0xc9f00c 2403555042425564723735'],
    ['0xaf2047 2215645258238073851336'],
    ['balancer'],
  ],
  ['monad', '0x2f2eb8f6', '0x9d24d4', ['0x3bd359 9954870000000000'], ['slip44:60 9954870000000000'], ['weth']],
];

describe.skipIf(RECORDS === undefined)('the conversions of the recorded transactions', () => {
  it.each([...SWAPS, ...OTHER_CONVERSIONS])('%s %s: %s', async (file, hash, account, gave, got, protocols) => {
    const { conversions } = (await explainOne(file, hash)).explanation;
    expect(
      conversions.map((found) => [shortId(found.account), short(found.gave), short(found.got), found.protocols]),
    ).toEqual([[account, gave, got, protocols]]);
  });

  it('are in a batch of CoW those of the order owners and makers, each with what its own order says, never the solver', async () => {
    const { explanation } = await explainOne('cowswap', '0xd4d16ea7');
    expect(
      explanation.conversions.map(({ account, gave, got }) => [shortId(account), ...short(gave), ...short(got)]),
    ).toEqual([
      ['0x0d2f07', '0xe9b076 16000000000000', '0xc02aaa 4870994011222719015'],
      ['0x31b602', '0x2260fa 15463537', '0xa0b869 3800000000'],
      ['0x56178a', '0xc02aaa 53419820870536906', '0xdac17f 89682951'],
      ['0xa69bab', '0xa0b869 134282720373', '0xc02aaa 80006954203992750000'],
      ['0xaaedd6', '0x375abb 625196843485406960747145', '0xa0b869 134282586091'],
    ]);
    // The fourth order was paid in ether out of the settlement contract, which these records do not show.
    expect(explanation.notes.filter((note) => /0x34938b/i.test(note))).toEqual([
      expect.stringMatching(/gave 99990000 .* got nothing that the record shows/),
    ]);
  });

  it('of an order that sold the native asset belong to the contract that kept it, and a note names who was paid', async () => {
    const { explanation } = await explainOne('cowswap', '0xb26c5209');
    expect(explanation.conversions.map(({ account, gave }) => [shortId(account), ...short(gave)])).toEqual([
      ['0xba3cb4', 'slip44:700 500000000000000000000'],
    ]);
    expect(explanation.notes.join('\n')).toMatch(
      /what eip155:100:0xbA3cB4\S+ gave comes out, in whole or in part, with .*0x790466/,
    );
  });

  it('paid to another account name it in a note, and the ledger takes that way', async () => {
    const { explanation, ledger } = await explainOne('uniswapv4', '0x8ed162b0');
    expect(explanation.notes).toContainEqual(
      expect.stringMatching(
        /what eip155:10:0x66C115\S+ gave comes out, in whole or in part, with eip155:10:0x070143\S+ in other assets: the ledger/,
      ),
    );
    const [holder] = ledger;
    expect(shortId(holder?.account ?? '')).toBe('0x66c115');
    expect(holder?.steps.at(-1)).toMatchObject({ to: expect.stringMatching(/0x070143/i), tainted: '1468375' });
  });

  it('are not made of a charge that somebody else took, where most of the money went on elsewhere', async () => {
    const { explanation } = await explainOne('lifi', '0x647abf5d');
    expect(explanation.conversions).toEqual([]);
    expect(explanation.notes).toContainEqual(
      expect.stringMatching(/0x3Ba6eB\S+ gave comes out, in whole or in part, with \S*0x25d870\S+, \S*0x4cD00E/),
    );
  });

  it('are none where something was only claimed, voted, staked without receipt or moved', async () => {
    const none = async (file: string, hash: string): Promise<void> => {
      expect((await explainOne(file, hash)).explanation.conversions, `${file} ${hash}`).toEqual([]);
    };
    await none('cowswap', '0x8d33a6f1');
    await none('odos_v2', '0x7d78887e');
    await none('curve', '0xae8a3781');
    await none('aerodrome', '0x9f4cbe2d');
    await none('velodrome', '0xfc2df8e0');
  });

  it('are not guessed where the native side is not in the record, and the notes say what is missing', async () => {
    const { explanation } = await explainOne('uniswapv3', '0x1b6c3fe8');
    expect(explanation.conversions).toEqual([]);
    expect(explanation.net.some(({ asset }) => asset.endsWith('/slip44:60'))).toBe(false);
    expect(explanation.notes).toEqual([
      'internal value not in the record: native amounts moved inside contracts are not in net',
      'eip155:1:0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45 unwrapped 150.306972002256248665 ETH: where that went is not in the record',
      expect.stringMatching(/0xd6f2F8\S+ gave 150000000000 \S+ and got nothing that the record shows/),
    ]);
  });

  it('come in the same bytes every time', async () => {
    const [first, second] = [await explainFile('cowswap'), await explainFile('cowswap')];
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  });
});

describe.skipIf(RECORDS === undefined)('a transaction', () => {
  it('that failed has a fee and nothing else', async () => {
    const failed = (await explainFile('main')).filter(({ explanation }) => !explanation.success);
    expect(failed).toHaveLength(2);
    for (const { explanation } of failed) {
      expect(explanation).toMatchObject({
        net: [],
        conversions: [],
        notes: [expect.stringMatching(/^the transaction failed/)],
      });
      expect(BigInt(explanation.fee.amount)).toBeGreaterThan(0n);
    }
  });

  it('that moved things without an amount tells them in its notes', async () => {
    const { explanation } = await explainOne('uniswapv3', '0x6bf3588f');
    expect(explanation.notes.at(-1)).toMatch(
      /^erc721 transfer of 0xC36442b4a4522E871399CD717aBDD847Ab11FE88 #\d+ from eip155:1:0x0{40} to eip155:1:0xA931b4\w+: outside the amounts$/i,
    );
  });

  it('of a rollup has the data written to L1 in its fee', async () => {
    const { explanation } = await explainOne('uniswapv2', '0x72f93bd7');
    expect(explanation.fee).toEqual({
      payer: 'eip155:10:0xB9a10fa58625D8D51D9a049d8933545CE5Ff1F7F',
      asset: 'eip155:10/slip44:60',
      amount: String(132_212n * 1_500_867n + 6_314_545_603n),
    });
  });

  it('of a chain outside the catalogue is explained, and says how its native asset is written', async () => {
    const { explanation } = await explainOne('kittenswap', '0x773daa37');
    expect(explanation).toMatchObject({
      chain: 'eip155:999',
      conversions: [{ gave: [{ asset: 'eip155:999/slip44:60', amount: '5000000000000000000' }] }],
    });
    expect(explanation.notes[0]).toBe(
      'eip155:999 is not in the chain catalogue: its native asset is written with coin type 60',
    );
  });
});
