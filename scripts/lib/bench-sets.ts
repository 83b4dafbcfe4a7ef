import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset } from '@fundtrail/chains';
import { accountId, createLogger, type TransactionFact } from '@fundtrail/core';
import type { BenchSet } from '../../packages/ledger/bench/ledger.ts';

const RONIN = join(import.meta.dirname, '../../../shared/data/ronin-2022');
const CHAIN = 'eip155:1';
const SEED = { address: '0x098b716b8aaf21512996dc57eb0615e2383e2f96', fromBlock: 14_442_778 };
/** Tornado's router, FTX and Huobi: where the trail ends. */
const STOPS = [
  '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b',
  '0xc098b2a3aa256d2140208c3de6543aaef5cd3a94',
  '0x28ffe35688ffffd0659aee2e34778b0ae4e193ad',
  '0xcac725bef4f114f728cbcfd744a731c2a463c3fc',
  '0x73f8fc2e74302eb2efda125a326655acf0dc2d1b',
];

/** The real histories of the Ronin theft of 2022, or nothing, with a line on stderr, where they do not lie beside the project. */
export function roninSets(): readonly BenchSet[] {
  if (!existsSync(RONIN)) {
    process.stderr.write('The Ronin set is left out: shared/data/ronin-2022 does not lie beside the project.\n');
    return [];
  }
  return [
    {
      name: 'ronin-2022',
      load: loadRonin,
      seeds: [{ kind: 'account', account: accountId(CHAIN, SEED.address), fromBlock: SEED.fromBlock }],
      labels: { stops: new Set(STOPS.map((address) => accountId(CHAIN, address))), code: new Set() },
    },
  ];
}

async function loadRonin(): Promise<readonly TransactionFact[]> {
  const dataset = await openDataset(RONIN, { logger: createLogger({ level: 'error' }) });
  const facts: TransactionFact[] = [];
  for await (const batch of dataset.batches()) facts.push(...batch);
  return facts.sort((a, b) => a.block - b.block || a.index - b.index);
}
