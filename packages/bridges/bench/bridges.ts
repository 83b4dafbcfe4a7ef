import { formatAddress, formatUnits, type TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { createBridgeReader } from '../src/bridge-reader.ts';
import { joinLegs } from '../src/link/join-legs.ts';
import { THORCHAIN } from '../src/protocols/thorchain/adapter.ts';
import { bybit, VAULT_OF_COINS } from '../src/protocols/thorchain/bybit.fixture.ts';
import { recordedFacts } from '../src/recorded.fixture.ts';
import { BITCOIN, recordedFixtures } from '../src/thor/recorded-thor.fixture.ts';
import { LEFT_OUT, loadCorpus } from './corpus.ts';
import { measurePairs, type PairsRow } from './pairs.ts';
import { print } from './print.ts';
import { measureRecognition, type Recognition } from './recognition.ts';
import { measureSpeed, type SpeedRow } from './speed.ts';

export type Result = {
  readonly date: string;
  readonly recognition: Recognition;
  readonly leftOut: readonly string[];
  readonly pairs: readonly PairsRow[];
  readonly bybit: Readonly<Record<'state' | 'grade' | 'proof', string | undefined>> &
    Readonly<Record<'left' | 'arrived', string>>;
  readonly speed: readonly SpeedRow[];
};

/**
 * What of recorded cross-chain movements is recognised, how many known pairs are joined by keys and how many would be guessed, and how
 * fast transactions are read.
 * @throws when the recorded transactions are not there
 */
export async function runBridgesBench({ json }: { readonly json: boolean }): Promise<unknown> {
  if (sharedData('evm-receipts') === undefined) throw new Error('the recorded transactions are not here');
  const facts = await recordedFacts();
  const result: Result = {
    date: new Date().toISOString(),
    // Vaults as the network's nodes told them then: without them what pays on Bitcoin is a leg with a fault.
    recognition: measureRecognition(loadCorpus(), createBridgeReader(recordedFixtures().vaults)),
    leftOut: LEFT_OUT,
    pairs: measurePairs(facts),
    bybit: measureBybit(),
    speed: measureSpeed(facts),
  };
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else print(result);
  return result;
}

/** The crossing of the Bybit theft of which Midgard's answer is recorded. */
function measureBybit(): Result['bybit'] {
  const { deposited, paid } = bybit();
  const row = { protocol: 'thorchain', role: 'Vault', source: 'made', asOf: '2025-02-25' };
  const reader = createBridgeReader([{ ...row, chain: BITCOIN, address: VAULT_OF_COINS }], [THORCHAIN]);
  const place = ({ block, index, time }: TransactionFact) => ({ block, place: index, time });
  const legs = [deposited, paid].flatMap((fact) =>
    reader.read(fact).map((leg) => ({ leg, ...place(fact), time: paid.time })),
  );
  const link = joinLegs(THORCHAIN, legs);
  const [source, arrival] = [link?.sources[0]?.leg, link?.arrivals[0]?.leg];
  return {
    state: link?.state,
    grade: link?.grade,
    proof: link?.proof,
    left: `${formatUnits(source?.amount ?? 0n, 18)} ETH by ${source?.tx ?? '-'}`,
    arrived: `${formatUnits(arrival?.amount ?? 0n, 8)} BTC to ${formatAddress(arrival?.toAccount ?? '', BITCOIN)} by ${arrival?.tx ?? '-'}`,
  };
}
