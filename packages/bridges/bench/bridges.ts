import { formatAddress, formatUnits, type TransactionFact } from '@fundtrail/core';
import { sharedData } from '@fundtrail/testkit';
import { createBridgeReader } from '../src/bridge-reader.ts';
import { joinLegs } from '../src/link/join-legs.ts';
import { THORCHAIN } from '../src/protocols/thorchain/adapter.ts';
import { bybit, VAULT_OF_COINS } from '../src/protocols/thorchain/bybit.fixture.ts';
import { recordedFacts } from '../src/recorded.fixture.ts';
import { BITCOIN } from '../src/thor/recorded-thor.fixture.ts';
import { type Matched, measurePairs, type PairsRow } from './pairs.ts';
import { type Missed, measureRecognition, type RecognitionRow, UNSEEN } from './recognition.ts';
import { measureSpeed, type SpeedRow } from './speed.ts';

/**
 * What of recorded cross-chain movements is recognised, how many known pairs are joined by keys and how many would be guessed, and how
 * fast transactions are read.
 * @throws when the recorded transactions are not there
 */
export async function runBridgesBench({ json }: { readonly json: boolean }): Promise<unknown> {
  if (sharedData('evm-receipts') === undefined) throw new Error('the recorded transactions are not here');
  const facts = await recordedFacts();
  const result = {
    date: new Date().toISOString(),
    transactions: facts.length,
    recognition: measureRecognition(facts),
    unseen: UNSEEN,
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

type Result = {
  readonly transactions: number;
  readonly recognition: readonly RecognitionRow[];
  readonly unseen: readonly Missed[];
  readonly pairs: readonly PairsRow[];
  readonly bybit: Readonly<Record<'state' | 'grade' | 'proof', string | undefined>> &
    Readonly<Record<'left' | 'arrived', string>>;
  readonly speed: readonly SpeedRow[];
};

function print({ transactions, recognition, unseen, pairs, bybit: crossing, speed }: Result): void {
  const write = (...cells: readonly (string | number)[]): void =>
    void process.stdout.write(
      `${cells.map((cell, at) => (at === 0 ? String(cell).padEnd(34) : String(cell).padStart(14))).join('')}\n`,
    );
  const share = (part: number, of: number): string => (of === 0 ? '-' : `${((100 * part) / of).toFixed(1)} %`);
  write(`${transactions} recorded transactions of EVM chains and those of THORChain, all protocols on`);
  write('protocol', 'transactions', 'expected', 'found', 'share', 'beyond');
  const sum = (pick: (row: Result['recognition'][number]) => number): number =>
    recognition.reduce((total, row) => total + pick(row), 0);
  for (const row of recognition)
    write(row.protocol, row.transactions, row.expected, row.found, share(row.found, row.expected), row.beyond);
  const [expected, found] = [sum((row) => row.expected), sum((row) => row.found)];
  write(
    'all',
    sum((row) => row.transactions),
    expected,
    found,
    share(found, expected),
    sum((row) => row.beyond),
  );
  for (const { protocol, tx, why } of unseen) write(`  not seen: ${protocol} ${tx}: ${why}`);

  write('');
  write('known pairs', 'pairs', 'by', 'matched', 'wrong', 'missed', 'hit rate');
  for (const { set, pairs: all, key, heuristic, blind } of pairs) {
    const line = (name: string, by: string, { matched, wrong, missed }: Matched): void =>
      write(name, all, by, matched, wrong, missed, share(matched, all));
    line(set, 'key', key);
    line('', 'receiver', heuristic);
    line('', 'amount', blind);
  }
  write('  receiver: keys removed, by declared receiver, amount and time; amount: receivers removed, too');
  write(
    '  the logs of Nomad and Ronin are made of the recorded rows, by the published ABIs; the receipts of the verified pairs are real',
  );

  write('');
  write(`Bybit over THORChain: ${crossing.left}`);
  write(`  ${crossing.state}, ${crossing.grade} (class ${crossing.proof}): ${crossing.arrived}`);

  write('');
  write('speed', 'protocols', 'transactions', 'legs', 'per second');
  for (const row of speed) write('', row.protocols, row.transactions, row.legs, row.perSecond);
}
