import { readdirSync, readFileSync } from 'node:fs';
import { addressOf, type ChainId, InputError, parseAddress } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const LITECOIN = 'bip122:12a765e31ffd4059bada1e25190f6e98';
const DOGECOIN = 'bip122:1a91e3dace36e2be3bf030a65679fe82';
const CHAINS: Readonly<Record<string, ChainId>> = { BTC: BITCOIN, XBT: BITCOIN, LTC: LITECOIN, DOGE: DOGECOIN };

const folder = sharedData('attribution') ?? '';

type Listed = { readonly file: string; readonly chain: ChainId; readonly address: string };
type TagPack = { readonly currency?: string; readonly tags: readonly { address: unknown; currency?: string }[] };

function seedList(): readonly Listed[] {
  const rows: { chain: string; address: string }[] = parse(readFileSync(`${folder}/dprk_seeds.csv`), { columns: true });
  return rows.flatMap(({ chain, address }) => listed('dprk_seeds.csv', chain, address));
}

function ofac(): readonly Listed[] {
  return readdirSync(`${folder}/ofac`).flatMap((file) => {
    const coin = /_([A-Z]+)\.txt$/.exec(file)?.[1] ?? '';
    const lines = readFileSync(`${folder}/ofac/${file}`, 'utf8').trim().split('\n');
    return lines.flatMap((address) => listed(file, coin, address));
  });
}

function tagPacks(): readonly Listed[] {
  return readdirSync(`${folder}/tagpacks`).flatMap((file) => {
    const pack: TagPack = parseYaml(readFileSync(`${folder}/tagpacks/${file}`, 'utf8'));
    return pack.tags.flatMap((tag) => listed(file, tag.currency ?? pack.currency ?? '', String(tag.address)));
  });
}

function listed(file: string, coin: string, address: string): readonly Listed[] {
  const chain = CHAINS[coin];
  return chain === undefined ? [] : [{ file, chain, address }];
}

function refused(all: readonly Listed[]): readonly string[] {
  return all.flatMap(({ file, chain, address }) => {
    try {
      parseAddress(address, chain);
      return [];
    } catch (error) {
      if (error instanceof InputError)
        return [`${file}: ${error.detail.replace(/^"(.+?)" is not an address of [A-Z][a-z]+/, '$1')}`];
      throw error;
    }
  });
}

describe.skipIf(folder === '')('published lists of addresses', () => {
  test.each([
    ['the seeds of DPRK thefts', seedList, 200, []],
    // The official list has an address of Tron among those of Bitcoin.
    [
      'sanctioned addresses',
      ofac,
      445,
      ['sanctioned_addresses_XBT.txt: TUCsTq7TofTCJRRoHk6RvhMoS2mJLm5Yzq: it is an address of Tron'],
    ],
    [
      'TagPacks',
      tagPacks,
      1900,
      [
        'ofac.yaml: TUCsTq7TofTCJRRoHk6RvhMoS2mJLm5Yzq: it is an address of Tron',
        'plustoken.yaml: 1MFgcyJ7ZNSknbTBRaih6zWDE6V1A64tRYs: it fails its checksum',
        'plustoken.yaml: 14bwh6gmvol5ntwbvxqjkjdtzv4y5ebtvm: "l" at place 11 is no character of Base58',
      ],
    ],
  ])('are read whole but for what is no address: %s', (_, read, count, wrong) => {
    const all = read();
    expect([all.length, refused(all)]).toEqual([count, wrong]);
  });

  test('hold no address that is written in another way than ours', () => {
    const changed = [...seedList(), ...ofac(), ...tagPacks()].filter((entry) => {
      if (refused([entry]).length > 0) return false;
      return addressOf(parseAddress(entry.address, entry.chain), entry.chain) !== entry.address;
    });
    expect(changed).toEqual([]);
  });
});
