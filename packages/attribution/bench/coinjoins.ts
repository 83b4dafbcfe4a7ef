import { sharedData } from '@fundtrail/testkit';
import { HALVES } from './coinjoins/half.ts';
import { type Measured, measureSets, type SetResult } from './coinjoins/measure.ts';
import { measureChange } from './coinjoins/measure-change.ts';
import { readSets } from './coinjoins/sets.ts';

/**
 * How many published CoinJoins are recognised and how many ordinary transactions are taken for one, on the half that rules were tuned on
 * and on the other.
 * @throws when the published sets are not there.
 */
export async function runCoinJoinsBench({ json }: { readonly json: boolean }): Promise<Measured> {
  const folder = sharedData('bitcoin');
  if (folder === undefined) throw new Error('the published CoinJoins are not here');
  const sets = readSets(folder);
  const measured = measureSets(sets);
  const change = measureChange(sets);
  if (json) process.stdout.write(`${JSON.stringify({ date: new Date().toISOString(), ...measured, change })}\n`);
  else print(measured, change);
  return measured;
}

function print({ results, microsecondsEach }: Measured, change: ReturnType<typeof measureChange>): void {
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  const rounds = results.filter(({ truth }) => truth !== 'ordinary');
  const ordinary = results.filter(({ truth }) => truth === 'ordinary');
  write(row('Rounds', ['half', 'published', 'found', 'recall', 'named so', 'unsure']));
  for (const one of rounds) {
    const { set, half, transactions, found, named, unsure } = one;
    write(row(set, [half, transactions, found, percent(found, transactions), named, unsure]));
  }
  write(`\n${row('Ordinary transactions', ['half', 'number', 'called', 'per 1,000', 'unsure'])}`);
  for (const { set, half, transactions, found, unsure } of ordinary) {
    write(row(set, [half, transactions, found, perThousand(found, transactions), unsure]));
  }
  for (const half of HALVES) {
    const sum = (of: readonly SetResult[], field: 'transactions' | 'found'): number =>
      of.filter((one) => one.half === half).reduce((total, one) => total + one[field], 0);
    const [wrong, right] = [sum(ordinary, 'found'), sum(rounds, 'found')];
    const all = sum(ordinary, 'transactions');
    write(
      `\n${half}: precision ${percent(right, right + wrong)}, ${wrong} of ${all} ordinary, ${perThousand(wrong, all)} per 1,000`,
    );
  }
  write(`\n${row(`Change, where it is known (${change.readable})`, ['right', 'wrong'])}`);
  for (const { sign, right, wrong } of change.signs) write(row(sign, [right, wrong]));
  write(`\n${microsecondsEach.toFixed(1)} microseconds per transaction\n`);
  for (const { set, half, truth, faults } of results) {
    for (const fault of faults) write(`${truth === 'ordinary' ? 'called' : 'missed'}  ${set} (${half})  ${fault}`);
  }
}

function row(name: string, cells: readonly (string | number)[]): string {
  return `${name.padEnd(42)}${cells.map((cell) => String(cell).padStart(11)).join('')}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function perThousand(part: number, whole: number): string {
  return whole === 0 ? '-' : ((1000 * part) / whole).toFixed(2);
}
