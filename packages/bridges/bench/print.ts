import type { Result } from './bridges.ts';
import type { Matched, PairsRow } from './pairs.ts';
import type { Difference, Recognition } from './recognition.ts';

type Cells = readonly (string | number)[];

/** Writes the figures as tables. */
export function print(result: Result): void {
  printRecognition(result.recognition, result.leftOut);
  printPairs(result.pairs);
  const { state, grade, proof, left, arrived } = result.bybit;
  line(`\nBybit over THORChain: ${left}\n  ${state}, ${grade} (class ${proof}): ${arrived}`);
  line('');
  row('speed', 'protocols', 'of', 'transactions', 'legs', 'per second', 'µs each', 'index ms', 'index MB');
  for (const { indexMilliseconds, indexMegabytes, ...one } of result.speed) {
    const { protocols, of, transactions, legs, perSecond, microseconds } = one;
    row('', protocols, of, transactions, legs, perSecond, microseconds, indexMilliseconds, indexMegabytes);
  }
}

function printRecognition(
  { transactions, receipts, noLegs, rows, missed, beyond }: Recognition,
  leftOut: readonly string[],
): void {
  line(
    `${transactions} recorded transactions, all protocols on; what is expected is told by bench/expected, from no adapter`,
  );
  row('protocol', 'expected', 'found', 'missed', 'share', 'not expected', 'with a fault');
  const sum = (pick: (one: Recognition['rows'][number]) => number): number =>
    rows.reduce((of, one) => of + pick(one), 0);
  for (const { protocol, ...one } of rows)
    row(protocol, one.expected, one.found, one.missed, share(one.found, one.expected), one.beyond, one.faulty);
  const [expected, found] = [sum((one) => one.expected), sum((one) => one.found)];
  const rest = [sum((one) => one.beyond), sum((one) => one.faulty)] as const;
  row(
    'all',
    expected,
    found,
    sum((one) => one.missed),
    share(found, expected),
    ...rest,
  );
  const { expected: told, found: read } = receipts;
  row('all but cached events of Tornado', told, read, told - read, share(read, told));
  printDifferences('missed', missed);
  printDifferences('not expected', beyond);
  line(
    `  ${noLegs.read} of ${noLegs.told} recordings in which a bridge is used and nothing crosses are read as if something did`,
  );
  for (const what of leftOut) line(`  left out: ${what}`);
}

function printDifferences(name: string, differences: readonly Difference[]): void {
  for (const { protocol, side, file, chain, tx, expected, read, by, why } of differences) {
    const because = why === undefined ? '' : `: ${why}`;
    line(`  ${name}: ${protocol} ${side} in ${file} ${chain} ${tx}, ${read} of ${expected} (${by})${because}`);
  }
}

function printPairs(pairs: readonly PairsRow[]): void {
  line('');
  row('known pairs', 'pairs', 'by', 'matched', 'among 3', 'wrong', 'missed', 'hit rate');
  for (const { set, pairs: all, key, heuristic, blind } of pairs) {
    const each = (name: string, by: string, { matched, among3, wrong, missed }: Matched): void =>
      row(name, all, by, matched, among3, wrong, missed, share(matched, all));
    each(set, 'key', key);
    each('', 'receiver', heuristic);
    each('', 'amount', blind);
  }
  line(
    '  key: what the protocol itself puts into both transactions; the rows of Nomad and Ronin tell a number of it, not its hash',
  );
  line('  receiver: keys removed; by declared receiver, chain, amount and time, among all arrivals of the set');
  line(
    '  amount: receivers and senders removed, too; tokens are never compared. Published for such guesses: 4 to 62 %',
  );
  line(
    '  logs of Nomad and Ronin are made of the recorded rows, by the published ABIs, deposits of Nomad as withdrawals;',
  );
  line('  the receipts of the verified pairs are real, and count as of one time: most do not tell theirs');
}

function share(part: number, of: number): string {
  return of === 0 ? '-' : `${((100 * part) / of).toFixed(1)} %`;
}

function row(...cells: Cells): void {
  line(cells.map((cell, at) => (at === 0 ? String(cell).padEnd(34) : String(cell).padStart(13))).join(''));
}

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}
