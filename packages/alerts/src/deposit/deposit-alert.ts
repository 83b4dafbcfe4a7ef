import { createHash } from 'node:crypto';
import {
  chainInfo,
  formatAccount,
  formatAddress,
  formatAsset,
  formatHash,
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

/** The case as every event about it shows it. */
export type AlertCase = {
  readonly id: string;
  readonly name: string;
  readonly reference: string | null;
  /** How the seeds are shown elsewhere: accounts as CAIP-10, transactions as `<chain>:<tx>`. */
  readonly seedIds: readonly string[];
};

export type DepositAlertInput = {
  readonly case: AlertCase;
  /** First sight and new words about it are `detected`; `confirmed` says that its block cannot be taken back any more. */
  readonly event: 'detected' | 'confirmed';
  /** Counts the events about this alert, from 1. */
  readonly revision: number;
  readonly deposit: Deposit;
  readonly blockHash?: string;
  readonly finality: DepositFinality;
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

/** Whether the chain can still take the deposit's block back, and how many blocks stand on it where that is known. */
export type DepositFinality = { readonly final: boolean; readonly confirmations?: number };

/**
 * The event that tells an exchange of a tainted deposit. Pure: the same input gives the same bytes, and the key is one per
 * case, receiving account, transaction, asset and revision. Amounts are decimal strings in base units; the event's data stays below
 * 18 kB, by leaving out middle hops of the path first.
 */
export function depositAlert(input: DepositAlertInput): OutboxEvent {
  const { deposit } = input;
  const key = alertKey(input.case.id, deposit);
  const build = (hops: number) => describeAlert(input, key, hops);
  let shown = HOPS_MAX;
  let data = build(shown);
  while (shown > HOPS_MIN && Buffer.byteLength(JSON.stringify(data)) > DATA_MAX_BYTES) data = build(--shown);
  return {
    type: `org.fundtrail.deposit.${input.event}`,
    caseId: input.case.id,
    dedupeKey: revisionKey(key, input.revision),
    subject: transferReference(deposit),
    data,
  };
}

/** Names an alert: one per case, receiving account, transaction and asset. */
export function alertKey(caseId: string, deposit: Pick<Deposit, 'to' | 'tx' | 'asset'>): string {
  return `${caseId}:${depositKey(deposit)}`;
}

/** The id that receivers know an alert by; the same over all its revisions. */
export function alertId(key: string): string {
  return `alr_${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

/** Names one event about an alert. The first has the alert's own key, as events from before there were revisions. */
export function revisionKey(key: string, revision: number): string {
  return revision === 1 ? key : `${key}:${revision}`;
}

/** The envelope that every event about an alert begins with. */
export function describeRevision(key: string, revision: number) {
  return { alert_id: alertId(key), revision, supersedes: revision === 1 ? null : revision - 1 };
}

export function describeCase({ id, name, reference, seedIds }: AlertCase) {
  return {
    id,
    name: cut(name),
    reference: reference === null ? null : cut(reference),
    seed_ids: seedIds.slice(0, LIMITS_MAX),
  };
}

function describeAlert(input: DepositAlertInput, key: string, hopsShown: number) {
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
    ...describeRevision(key, input.revision),
    severity,
    reasons,
    category: { id: 'stolen_funds', name: 'Stolen funds' },
    case: describeCase(input.case),
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
      bridges: input.path.filter((hop) => hop.crossing !== undefined).length,
    },
    path,
    requested_action: 'Hold these funds, review the deposit, and tell us the outcome.',
    legal_note: 'Intelligence only. Not legal process. Verify on chain before acting.',
    limits: [
      ...(input.limits ?? []).slice(0, LIMITS_MAX).map(cut),
      ...(input.finality.final
        ? []
        : ['The block of the deposit can still be taken back; a confirmed or a retracted event will follow.']),
      'No value in US dollars was computed.',
    ],
    engine: input.engine,
  };
}

function describeDeposit({ deposit, blockHash, token, finality }: DepositAlertInput) {
  const asset = splitAssetId(deposit.asset);
  const chain = chainInfo(asset.chain);
  const unit = asset.ref === 'native' ? { symbol: chain.symbol, decimals: chain.decimals } : token;
  return {
    chain: deposit.chain,
    tx_hash: formatHash(deposit.tx, deposit.chain),
    block_number: deposit.block,
    block_hash: blockHash === undefined ? null : formatHash(blockHash, deposit.chain),
    block_time: isoTime(deposit.time),
    confirmations: finality.confirmations ?? null,
    finality: finality.final ? 'final' : 'provisional',
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
  const { chain, address } = splitAccountId(deposit.to);
  return `${formatHash(deposit.tx, chain)}:${formatAddress(address, chain)}`;
}

function cut(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
}
