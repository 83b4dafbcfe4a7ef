import type { BridgeLeg } from '@fundtrail/core';
import type { Delays } from '../adapter.ts';
import { lossOf } from './compare-amounts.ts';

/** A leg whose key is not known or not used, and when it was. */
export type TimedLeg = { readonly leg: BridgeLeg; readonly time: number };

/** A guess that two legs are one movement: never a flow, never the reason of an alert. */
export type Candidate = {
  readonly source: TimedLeg;
  readonly destination: TimedLeg;
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
};

export type CandidateRules = {
  /** The most that a protocol keeps, as a share of what is sent. */
  readonly mostLoss: number;
  /** More may arrive than was sent by this share: prices move, makers pay extra. */
  readonly mostGain: number;
  readonly delays: Delays;
};

export const DEFAULT_RULES: Omit<CandidateRules, 'delays'> = { mostLoss: 0.05, mostGain: 0.005 };

/** Who receives without being named as the receiver counts this much. */
const SAME_ADDRESS = 0.9;
const UNKNOWN_ADDRESS = 0.3;
/** Candidates with at least this share of the best score compete with it. */
const COMPETES = 0.8;

/**
 * Guesses the other side of a movement among legs on other chains: by the declared receiver (or the same address), by amount, by time,
 * and by how many others would do as well. Best first. Pure.
 */
export function findCandidates(
  source: TimedLeg,
  destinations: readonly TimedLeg[],
  rules: CandidateRules,
): readonly Candidate[] {
  const scored = destinations.flatMap((destination) => scoreOf(source, destination, rules) ?? []);
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const rivals = scored.filter(({ score }) => score >= best * COMPETES).length;
  return scored
    .map((candidate): Candidate => {
      const competes = candidate.score >= best * COMPETES && rivals > 1;
      if (!competes) return candidate;
      const reasons = [...candidate.reasons, `${rivals} transactions would do as well`];
      return { ...candidate, score: candidate.score / rivals, reasons };
    })
    .sort((a, b) => b.score - a.score || a.destination.time - b.destination.time || compare(a, b));
}

function scoreOf(source: TimedLeg, destination: TimedLeg, rules: CandidateRules): Candidate | undefined {
  const [from, to] = [source.leg, destination.leg];
  if (from.chain === to.chain || (from.toChain !== undefined && from.toChain !== to.chain)) return undefined;
  const account = accountScore(from, to);
  const amount = amountScore(from, to, rules);
  const time = timeScore(destination.time - source.time, rules.delays);
  if (account === undefined || amount === undefined || time === undefined) return undefined;
  const score = account.score * amount.score * time.score;
  return { source, destination, score, reasons: [account.reason, amount.reason, time.reason] };
}

type Part = { readonly score: number; readonly reason: string };

function accountScore(from: BridgeLeg, to: BridgeLeg): Part | undefined {
  if (from.toAccount !== undefined && to.toAccount !== undefined) {
    if (from.toAccount === to.toAccount) return { score: 1, reason: 'received by the account that was named' };
    return undefined;
  }
  if (from.fromAccount !== undefined && from.fromAccount === to.toAccount) {
    return { score: SAME_ADDRESS, reason: 'received by the same address on the other chain' };
  }
  return { score: UNKNOWN_ADDRESS, reason: 'no receiver was named' };
}

function amountScore(from: BridgeLeg, to: BridgeLeg, { mostLoss, mostGain }: CandidateRules): Part | undefined {
  if (from.amount === undefined || to.amount === undefined) return undefined;
  const loss = lossOf(from.amount, to.amount);
  if (loss === undefined || loss > mostLoss || -loss > mostGain) return undefined;
  const off = loss >= 0 ? loss / mostLoss : -loss / mostGain;
  return { score: 1 - off / 2, reason: `${(loss * 100).toFixed(3)} % less arrived than was sent` };
}

function timeScore(seconds: number, { usualSeconds, p99Seconds }: Delays): Part | undefined {
  if (seconds < 0 || seconds > p99Seconds) return undefined;
  const late = Math.max(0, seconds - usualSeconds) / Math.max(1, p99Seconds - usualSeconds);
  return { score: 1 - late / 2, reason: `${seconds} s later` };
}

function compare(a: Candidate, b: Candidate): number {
  const [x, y] = [a.destination.leg, b.destination.leg];
  return x.tx === y.tx ? x.index - y.index : x.tx < y.tx ? -1 : 1;
}
