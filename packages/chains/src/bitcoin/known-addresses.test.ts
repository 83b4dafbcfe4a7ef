import { readdirSync, readFileSync } from 'node:fs';
import { addressOf, parseAddress, type ScriptType, scriptType } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { expect, test } from 'vitest';

const BITCOIN = 'bip122:000000000019d6689c085ae165831e93';
const folder = sharedData('bitcoin/esplora-txs') ?? '';

type Output = {
  readonly scriptpubkey: string;
  readonly scriptpubkey_type: string;
  readonly scriptpubkey_address?: string;
};
type Transaction = { readonly vin?: readonly { prevout: Output | null }[]; readonly vout?: readonly Output[] };

const TYPES: Readonly<Record<string, ScriptType>> = {
  p2pk: 'p2pk',
  p2pkh: 'p2pkh',
  p2sh: 'p2sh',
  v0_p2wpkh: 'p2wpkh',
  v0_p2wsh: 'p2wsh',
  v1_p2tr: 'p2tr',
  multisig: 'multisig',
  op_return: 'data',
};

function outputs(): readonly Output[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => {
    const answer: Transaction | readonly Transaction[] = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
    return [answer]
      .flat()
      .flatMap(({ vin = [], vout = [] }) => [
        ...vin.flatMap(({ prevout }) => (prevout === null ? [] : [prevout])),
        ...vout,
      ]);
  });
}

test.skipIf(folder === '')('every script of recorded answers has the type and the address that Esplora tells', () => {
  const told = outputs();
  const ours = told.map(({ scriptpubkey }) => [
    scriptType(`0x${scriptpubkey}`),
    addressOf(`0x${scriptpubkey}`, BITCOIN),
  ]);
  expect(ours).toEqual(told.map((output) => [TYPES[output.scriptpubkey_type], output.scriptpubkey_address]));
  expect(told.length).toBeGreaterThan(1_000);
  for (const { scriptpubkey, scriptpubkey_address: address } of told) {
    if (address !== undefined) expect(parseAddress(address, BITCOIN)).toBe(`0x${scriptpubkey}`);
  }
});
