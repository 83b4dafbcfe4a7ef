import { sharedData } from '@fundtrail/testkit';
import { measureRecognition, type Outcome, type Recognition } from './recognition.ts';

/** What of one protocol's swaps was recognised, over all recorded transactions that go through it. */
export type ProtocolRow = { readonly protocol: string; readonly swaps: number } & Readonly<Record<Outcome, number>> & {
    /** Recognised of those whose legs are in the record, as a percentage with one digit. */
    readonly share: string;
  };

/**
 * Which swaps `explain` recognises as conversions of their traders, by protocol. Those whose native leg is not in the record are counted apart.
 * @throws when the recorded transactions are not there.
 */
export async function runExplainBench(options: { readonly json: boolean }): Promise<Recognition> {
  const folder = sharedData('evm-receipts');
  if (folder === undefined) throw new Error('the recorded transactions are not here');
  const started = performance.now();
  const recognition = await measureRecognition(folder);
  const seconds = Math.round(performance.now() - started) / 1000;
  print(recognition, seconds, options.json);
  return recognition;
}

export function rowsOf({ swaps }: Recognition): readonly ProtocolRow[] {
  const names = [...new Set(swaps.flatMap((swap) => swap.protocols))].filter((name) => name !== 'weth').sort();
  return [...names, 'all'].map((protocol) => {
    const own = protocol === 'all' ? swaps : swaps.filter((swap) => swap.protocols.includes(protocol));
    const count = (outcome: Outcome): number => own.filter((swap) => swap.outcome === outcome).length;
    const [recognised, missed] = [count('recognised'), count('not_recognised')];
    const share = recognised + missed === 0 ? '-' : `${((100 * recognised) / (recognised + missed)).toFixed(1)} %`;
    return {
      protocol,
      swaps: own.length,
      recognised,
      native_missing: count('native_missing'),
      not_recognised: missed,
      share,
    };
  });
}

function print(recognition: Recognition, seconds: number, json: boolean): void {
  const { transactions, otherConversions, swaps } = recognition;
  const missed = swaps.filter((swap) => swap.outcome === 'not_recognised');
  const unseen = swaps.filter((swap) => swap.outcome === 'native_missing');
  if (json) {
    const result = {
      date: new Date().toISOString(),
      transactions,
      seconds,
      otherConversions,
      protocols: rowsOf(recognition),
    };
    process.stdout.write(`${JSON.stringify({ ...result, not_recognised: missed, native_missing: unseen })}\n`);
    return;
  }
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  write(`${transactions} transactions explained in ${seconds} s; ${otherConversions} convert without a swap`);
  write('protocol                  swaps  recognised    share  native leg not in record  not recognised');
  for (const row of rowsOf(recognition)) {
    const counts = [row.swaps, row.recognised, row.share, row.native_missing, row.not_recognised];
    const widths = [5, 10, 7, 24, 14];
    write(
      `${row.protocol.padEnd(25)} ${counts.map((count, at) => String(count).padStart(widths[at] ?? 0)).join('  ')}`,
    );
  }
  write('\nNot recognised');
  for (const { file, tx, trader, reason } of missed) write(`  ${file} ${tx} ${trader ?? ''} ${reason ?? ''}`);
  write('\nNative leg not in the record');
  for (const { file, tx, trader, protocols } of unseen)
    write(`  ${file} ${tx} ${trader ?? ''} (${protocols.join(', ')})`);
}
