import { chainInfo, POLICIES } from '@fundtrail/core';
import type { StolenThrough, UtxoExplanation } from '@fundtrail/tracer';
import { formatCoins } from './amounts.ts';
import { formatTable } from './table.ts';

/** What the ledger would do with stolen coins, as a title and a text: where the trail ends, or what goes on under each policy. */
export function formatStolenThrough(
  { chain, outputs, coinjoin }: UtxoExplanation,
  { marked, stolen, end, taint }: StolenThrough,
): readonly [title: string, body: string] {
  const { decimals, symbol } = chainInfo(chain);
  const amount = `${formatCoins(BigInt(stolen), decimals)} ${symbol}`;
  if (end !== undefined) {
    const held = `the trail ends here: ${amount} stays in the mixer (${end}, confidence ${coinjoin?.confidence ?? 0})`;
    if (!marked) return ['If the coins it spends were stolen', held];
    return ['If the marked coins were stolen', `${held}. Taken for an ordinary transaction:\n${tableOf()}`];
  }
  const whose = marked ? 'the marked coins' : 'the coins it spends';
  return [`If ${whose} were stolen (${amount}), the ledger would move`, tableOf()];

  function tableOf(): string {
    const told = POLICIES.flatMap((policy) => {
      const found = taint[policy];
      return found === undefined ? [] : [{ policy, ...found }];
    });
    const conserving = told.filter(({ fee }) => fee !== null);
    const [first] = conserving;
    // Where everything is stolen, policies have nothing to differ in.
    const columns =
      !marked && first !== undefined && conserving.every((one) => isSame(one, first))
        ? [{ ...first, policy: 'stolen part' }]
        : told;
    const shown = (part: string | null | undefined): string =>
      part === null || part === undefined ? '' : formatCoins(BigInt(part), decimals);
    const rows = outputs.map(({ place, address }) => [
      String(place),
      address ?? 'OP_RETURN',
      ...columns.map((column) => shown(column.outputs[place])),
    ]);
    return formatTable(
      [
        { title: '#', align: 'right' },
        { title: 'to' },
        ...columns.map(({ policy }) => ({ title: policy, align: 'right' as const })),
      ],
      [...rows, ['', 'fee', ...columns.map(({ fee }) => shown(fee))]],
    );
  }
}

function isSame(
  a: { readonly outputs: readonly string[]; readonly fee: string | null },
  b: { readonly outputs: readonly string[]; readonly fee: string | null },
): boolean {
  return a.fee === b.fee && a.outputs.every((part, place) => part === b.outputs[place]);
}
