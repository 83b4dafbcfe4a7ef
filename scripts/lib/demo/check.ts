import { accountId, assetId, formatAccount, formatAsset } from '@fundtrail/core';
import type { Story } from '@fundtrail/testkit';
import type { TraceResult } from '@fundtrail/tracer';
import { depositOf } from './deposit-event.ts';
import type { Alert } from './receiver.ts';
import { sumsOf } from './sums.ts';

/** One thing that must be true of the demo. */
export type Check = { readonly name: string; readonly ok: boolean; readonly detail: string };

/**
 * Compares what fundtrail found with what was done: that alerts arrived and verified, that they and the flows tell the
 * story's amounts to the base unit, and that every conserving policy's sum closes.
 */
export function checkDemo(story: Story, result: TraceResult, alerts: readonly Alert[]): readonly Check[] {
  const { expected, chain, contracts } = story;
  const sums = sumsOf(result);
  const open = sums.filter((sum) => sum.difference !== 0n);
  const refused = alerts.flatMap(({ verification }) => (verification.ok ? [] : [verification.reason]));
  const told = depositsTold(alerts);
  const mixer = formatAccount(accountId(chain, contracts.mixer));
  return [
    {
      name: 'alert arrived',
      ok: told.size > 0,
      detail: told.size > 0 ? `${alerts.length} webhooks` : 'no alert reached the receiver',
    },
    {
      name: 'alerts verified',
      ok: alerts.length > 0 && refused.length === 0,
      detail:
        refused.length === 0 ? 'every signature fits its body' : `${refused.length} did not verify: ${refused[0]}`,
    },
    {
      name: 'sums close',
      ok: sums.length > 0 && open.length === 0,
      detail:
        open.length === 0
          ? `${sums.map((sum) => sum.policy).join(', ')}: 0 base units missing`
          : open.map((sum) => `${sum.policy} lacks ${sum.difference} base units`).join(', '),
    },
    compare('stolen', sums[0]?.stolen, expected.stolen),
    ...expected.deposits.map(({ address, asset, amount }) => {
      const [to, unit] = [formatAccount(accountId(chain, address)), formatAsset(assetId(chain, asset))];
      return compare(`deposits at ${to} of ${unit}`, told.get(`${to} ${unit}`), amount);
    }),
    compare('in the mixer', receivedBy(result, mixer), expected.mixer),
  ];
}

/** Base units per receiving account and asset, as the verified alerts tell them. */
function depositsTold(alerts: readonly Alert[]): ReadonlyMap<string, bigint> {
  const told = new Map<string, bigint>();
  const events = new Set<string>();
  for (const { verification } of alerts) {
    if (!verification.ok) continue;
    // Delivery is at least once: an event that came twice counts once.
    const deposit = events.has(verification.event.id) ? undefined : depositOf(verification.event)?.deposit;
    events.add(verification.event.id);
    if (deposit === undefined) continue;
    const key = `${deposit.to} ${deposit.asset.id}`;
    told.set(key, (told.get(key) ?? 0n) + BigInt(deposit.amount.raw));
  }
  return told;
}

function receivedBy(result: TraceResult, account: string): bigint {
  return result.flows.filter((flow) => flow.to === account).reduce((sum, flow) => sum + BigInt(flow.amount), 0n);
}

function compare(name: string, found: bigint | undefined, expected: bigint): Check {
  const ok = found === expected;
  return {
    name,
    ok,
    detail: ok ? `${expected} base units, as in the story` : `${found ?? 0n}, but the story has ${expected}`,
  };
}
