import { createHash } from 'node:crypto';
import {
  chainInfo,
  formatAccount,
  formatAddress,
  formatAsset,
  formatUnits,
  type Label,
  type Policy,
  splitAccountId,
  splitAssetId,
} from '@fundtrail/core';
import type { OutboxEvent } from '../events.ts';
import { describePath, isoTime, type PathHop } from './deposit-path.ts';
import { type Deposit, depositKey } from './find-deposits.ts';
import { rateDeposit } from './severity.ts';

/** Of the whole body receivers accept 20 kB; the envelope and what JSON escapes need the rest. */
const DATA_MAX_BYTES = 18_000;
const HOPS_MAX = 12;
const HOPS_MIN = 2;
const LIMITS_MAX = 20;
const TEXT_MAX = 300;
const PPM = 1_000_000n;

export type DepositAlertInput = {
  readonly case: {
    readonly id: string;
    readonly name: string;
    readonly reference: string | null;
    /** How the seeds are shown elsewhere: accounts as CAIP-10, transactions as `<chain>:<tx>`. */
    readonly seedIds: readonly string[];
  };
  readonly deposit: Deposit;
  readonly blockHash?: string;
  /** Of the receiving account. */
  readonly label: Label;
  /** Of the case; the first leads and gives `taint.amount_raw`. */
  readonly policies: readonly Policy[];
  /** Fewest flows from a seed to the receiver. */
  readonly hops: number;
  /** From a seed to the deposit, which is the last step. */
  readonly path: readonly PathHop[];
  /** Ids of the sources of facts, without credentials. */
  readonly sources: readonly string[];
  /** Of the asset, where known; the native asset's are known here. */
  readonly token?: { readonly symbol: string; readonly decimals: number };
  readonly engine: { readonly version: string; readonly ruleset: string };
  /** What this case could not see, in plain sentences; the alert's own limits are added. */
  readonly limits?: readonly string[];
};

/**
 * The event that tells an exchange of a tainted deposit. Pure: the same input gives the same bytes, and the key is one per
 * case, receiving account, transaction and asset. Amounts are decimal strings in base units; the event's data stays below
 * 18 kB, by leaving out middle hops of the path first.
 */
export function depositAlert(input: DepositAlertInput): OutboxEvent {
  const { deposit } = input;
  const dedupeKey = `${input.case.id}:${depositKey(deposit)}`;
  const build = (hops: number) => describeAlert(input, dedupeKey, hops);
  let shown = HOPS_MAX;
  let data = build(shown);
  while (shown > HOPS_MIN && Buffer.byteLength(JSON.stringify(data)) > DATA_MAX_BYTES) data = build(--shown);
  return {
    type: 'org.fundtrail.deposit.detected',
    caseId: input.case.id,
    dedupeKey,
    subject: transferReference(deposit),
    data,
  };
}

function describeAlert(input: DepositAlertInput, dedupeKey: string, hopsShown: number) {
  const { deposit, label, policies } = input;
  const tainted = deposit.tainted[0] ?? 0n;
  const sharePpm = deposit.amount === 0n ? 0 : Number((tainted * PPM) / deposit.amount);
  const path = describePath(input.path, hopsShown, input.sources);
  const { severity, reasons } = rateDeposit({
    sharePpm,
    hops: input.hops,
    lowConfidence: path.weakest_grade === 'heuristic' || deposit.lowConfidence,
    labelConfidence: label.confidence,
  });
  return {
    alert_id: `alr_${createHash('sha256').update(dedupeKey).digest('hex').slice(0, 32)}`,
    revision: 1,
    supersedes: null,
    severity,
    reasons,
    category: { id: 'stolen_funds', name: 'Stolen funds' },
    case: {
      id: input.case.id,
      name: cut(input.case.name),
      reference: input.case.reference === null ? null : cut(input.case.reference),
      seed_ids: input.case.seedIds.slice(0, LIMITS_MAX),
    },
    deposit: describeDeposit(input),
    recipient: {
      entity: cut(label.entity),
      deposit_attribution: { method: 'label', source: cut(label.source), confidence: label.confidence },
    },
    taint: {
      policy: policies[0] ?? null,
      policy_version: input.engine.ruleset,
      amount_raw: tainted.toString(),
      share: (sharePpm / Number(PPM)).toFixed(6),
      bounds: bounds(deposit.tainted, policies),
      by_policy: Object.fromEntries(policies.map((policy, index) => [policy, String(deposit.tainted[index] ?? 0n)])),
      exposure: input.hops <= 1 ? 'direct' : 'indirect',
      hops: input.hops,
    },
    path,
    requested_action: 'Hold these funds, review the deposit, and tell us the outcome.',
    legal_note: 'Intelligence only. Not legal process. Verify on chain before acting.',
    limits: [
      ...(input.limits ?? []).slice(0, LIMITS_MAX).map(cut),
      'Finality is not told here: check the confirmations of the deposit.',
      'No value in US dollars was computed.',
    ],
    engine: input.engine,
  };
}

function describeDeposit({ deposit, blockHash, token }: DepositAlertInput) {
  const asset = splitAssetId(deposit.asset);
  const chain = chainInfo(asset.chain);
  const unit = asset.ref === 'native' ? { symbol: chain.symbol, decimals: chain.decimals } : token;
  return {
    chain: deposit.chain,
    tx_hash: deposit.tx,
    block_number: deposit.block,
    block_hash: blockHash ?? null,
    block_time: isoTime(deposit.time),
    from: formatAccount(deposit.from),
    ...(deposit.senders.length > 1 ? { senders: deposit.senders.slice(0, LIMITS_MAX).map(formatAccount) } : {}),
    to: formatAccount(deposit.to),
    transfer_reference: transferReference(deposit),
    asset: { id: formatAsset(deposit.asset), symbol: unit?.symbol ?? null, decimals: unit?.decimals ?? null },
    amount: {
      raw: deposit.amount.toString(),
      decimal: unit === undefined ? null : formatUnits(deposit.amount, unit.decimals),
    },
    legs: deposit.legs.slice(0, LIMITS_MAX),
  };
}

/** Least and most over the policies that conserve amounts; poison flags everything and bounds nothing. */
function bounds(tainted: readonly bigint[], policies: readonly Policy[]) {
  const amounts = policies.flatMap((policy, index) => (policy === 'poison' ? [] : [tainted[index] ?? 0n]));
  const sorted = amounts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { min_raw: String(sorted[0] ?? 0n), max_raw: String(sorted.at(-1) ?? 0n) };
}

/** As custody platforms name a transfer: `<tx>:<receiving address>`. */
function transferReference(deposit: Deposit): string {
  return `${deposit.tx}:${formatAddress(splitAccountId(deposit.to).address)}`;
}

function cut(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
}
