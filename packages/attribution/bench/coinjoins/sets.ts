import { readFileSync } from 'node:fs';
import { esploraTransaction, utxoFact } from '@fundtrail/chains';
import type { TransactionFact } from '@fundtrail/core';
import { readBlock } from './block.ts';
import { readBlockchainInfo } from './blockchain-info.ts';
import { BITCOIN, readDumplingsFile } from './dumplings-file.ts';
import { looksLikeRound } from './looks-like-round.ts';

/** What a set holds: rounds of a scheme or of `some`, Whirlpool's Tx0, or `ordinary` transactions, which are no CoinJoins. */
export type Truth = 'wasabi1' | 'wasabi2' | 'whirlpool' | 'tx0' | 'joinmarket' | 'some' | 'ordinary';

export type TransactionSet = {
  readonly name: string;
  readonly truth: Truth;
  readonly facts: readonly TransactionFact[];
};

const POST_MIX = [
  'end_zksnacks_202405/Wasabi2PostMixTxs',
  'end_zksnacks_202405/WasabiPostMixTxs',
  'ww1_202405/WasabiPostMixTxs',
  'sw_202403/SamouraiPostMixTxs',
  'jm_202406/OtherCoinJoinPostMixTxs',
];
const ESPLORA = [
  'bare-multisig',
  'batch-withdrawal-143',
  'dust-attack-555',
  'op-return-charley',
  'satoshi-genesis-txs',
  'simple-legacy-p2pkh',
  'taproot-op-return',
  'taproot-script-path',
];
const BLOCKS = [300_025, 426_884, 482_683];

/**
 * The published sets under `folder` (`bitcoin` of the shared data), with what is in them that their names do not say told apart: mixes among
 * Tx0s, consolidations and trades of inscriptions among rounds, rounds among look-alikes and among spends of mixed coins.
 */
export function readSets(folder: string): readonly TransactionSet[] {
  const read = (name: string): readonly TransactionFact[] => readDumplingsFile(`${folder}/coinjoins/${name}.txt.gz`);
  const wasabi1 = [...read('end_zksnacks_202405/WasabiCoinJoins'), ...read('ww1_202405/WasabiCoinJoins')];
  const wasabi2 = split(read('end_zksnacks_202405/Wasabi2CoinJoins'), hasSeveralOwners);
  const tx0 = split(read('sw_202403/SamouraiTx0s'), carriesData);
  const mixes = [...read('sw_202403/SamouraiCoinJoins'), ...tx0.no];
  const other = split(read('jm_202406/OtherCoinJoins'), looksLikeRound);
  const alike = split(read('jm_false_positives/OtherCoinJoins'), looksLikeRound);
  const rounds: readonly TransactionSet[] = [
    { name: 'Wasabi 1', truth: 'wasabi1', facts: wasabi1 },
    { name: 'Wasabi 2', truth: 'wasabi2', facts: wasabi2.yes },
    { name: 'Whirlpool', truth: 'whirlpool', facts: mixes },
    { name: 'Whirlpool Tx0', truth: 'tx0', facts: tx0.yes },
    { name: 'JoinMarket', truth: 'joinmarket', facts: [...other.yes, ...alike.yes] },
  ];
  const known = new Set(rounds.flatMap(({ facts }) => facts.map(({ hash }) => hash)));
  const spends = POST_MIX.map((name) => ({
    name,
    ...split(
      read(name).filter(({ hash }) => !known.has(hash)),
      looksLikeRound,
    ),
  }));
  return [
    ...rounds,
    { name: 'rounds among spends of mixes', truth: 'some', facts: spends.flatMap(({ yes }) => yes) },
    ...spends.map(
      ({ name, no }): TransactionSet => ({ name: name.replace('_202405', ''), truth: 'ordinary', facts: no }),
    ),
    { name: 'look-alikes of rounds', truth: 'ordinary', facts: [...other.no, ...alike.no, ...wasabi2.no] },
    ...BLOCKS.map(
      (height): TransactionSet => ({
        name: `block ${height}`,
        truth: 'ordinary',
        facts: readBlock(`${folder}/blocks/block${height}.raw`, height),
      }),
    ),
    {
      name: 'esplora-txs',
      truth: 'ordinary',
      facts: ESPLORA.flatMap((name) => readEsplora(`${folder}/esplora-txs/${name}.json`)),
    },
    {
      name: 'blockchain_info_txs',
      truth: 'ordinary',
      facts: readBlockchainInfo(`${folder}/blockchain_info_txs.json.gz`),
    },
  ];
}

function readEsplora(path: string): readonly TransactionFact[] {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return (Array.isArray(json) ? json : [json]).map((row: unknown) => utxoFact(esploraTransaction(BITCOIN, row)));
}

function split(
  facts: readonly TransactionFact[],
  fits: (fact: TransactionFact) => boolean,
): { readonly yes: readonly TransactionFact[]; readonly no: readonly TransactionFact[] } {
  return { yes: facts.filter(fits), no: facts.filter((fact) => !fits(fact)) };
}

function hasSeveralOwners({ legs }: TransactionFact): boolean {
  return new Set(legs.filter(({ kind }) => kind === 'input').map(({ owner }) => owner)).size > 1;
}

function carriesData({ legs }: TransactionFact): boolean {
  return legs.some(({ kind, owner }) => kind === 'output' && owner?.startsWith('0x6a') === true);
}
