import type { ApiFinding, ApiRules } from '@fundtrail/bridges';
import {
  type Address,
  type AssetRef,
  type BridgeLeg,
  type ChainId,
  InputError,
  isTraceable,
  isUtxo,
  parseAddress,
  parseHash,
  SourceError,
  type TransactionFact,
  UNTOLD,
} from '@fundtrail/core';
import type { LinkDeps, ToldAnswer } from './link-deps.ts';
import { noSource } from './no-source.ts';

/** What one way of looking came to. */
export type Looked = { readonly asked: boolean; readonly lacks?: string };

/**
 * Asks the protocol itself where the other side is. Each transaction that it names is read from its own chain: what that shows by itself joins by
 * its key; what only the answer tells is a leg of class A, and the answer is kept with it, as it came.
 */
export async function askApi(deps: LinkDeps, api: ApiRules, source: BridgeLeg): Promise<Looked> {
  const path = api.path(source);
  if (path === undefined) return { asked: false };
  let told: ToldAnswer | undefined;
  try {
    told = await deps.ask(api, path);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.failure === 'refused') return { asked: true, lacks: `${api.name} does not know it` };
    // It is asked again on the schedule; the rest of the case does not wait for it.
    return { asked: true, lacks: `${api.name} gave no answer: ${error.message}` };
  }
  if (told === undefined) return { asked: false, lacks: `${api.name} may not be asked: see FUNDTRAIL_PROTOCOL_APIS` };
  const { findings, notes } = api.read(told.body, source);
  const lacks = notes.map((note) => `${api.name}: ${note}`);
  for (const finding of findings) {
    const lack = await confirm(deps, source, finding, told);
    if (lack !== undefined) lacks.push(lack);
  }
  return lacks.length === 0 ? { asked: true } : { asked: true, lacks: lacks.join('; ') };
}

async function confirm(
  deps: LinkDeps,
  source: BridgeLeg,
  finding: ApiFinding,
  told: ToldAnswer,
): Promise<string | undefined> {
  const { chain } = finding;
  const reads = isTraceable(chain) ? await deps.sourceFor(chain) : undefined;
  if (reads === undefined) {
    return `${told.api} says that it arrived on ${finding.chain} by ${finding.tx}; ${noSource(finding.chain)}`;
  }
  const fact = await transactionOf(deps, reads, chain, finding);
  if (fact === undefined) return `${told.api} names ${finding.tx}, which ${reads.id} does not know`;
  await deps.keep([fact]);
  const shown = (await deps.reader())
    .read(fact)
    .filter((leg) => leg.protocol === source.protocol && leg.key === source.key);
  const match = deps.adapterOf(source.protocol)?.match;
  const joins = (leg: BridgeLeg): boolean => leg.fault === undefined && match?.(source, leg) === undefined;
  if (shown.some((leg) => leg.side !== 'source' && joins(leg))) return undefined;
  const leg = vouchedLeg(
    source,
    finding,
    fact,
    shown.find(({ side }) => side !== 'source'),
    told,
  );
  if (leg === undefined)
    return `${told.api} names ${finding.tx}, which pays nothing to ${finding.account ?? 'anybody it names'}`;
  await deps.keepTold(fact, leg, told);
  return undefined;
}

async function transactionOf(
  deps: LinkDeps,
  source: { transaction(chain: ChainId, hash: string, signal?: AbortSignal): Promise<TransactionFact> },
  chain: ChainId,
  { tx }: ApiFinding,
): Promise<TransactionFact | undefined> {
  try {
    return await source.transaction(
      chain,
      parseHash(isUtxo(chain) || tx.startsWith('0x') ? tx : `0x${tx}`, chain),
      deps.signal,
    );
  } catch (error) {
    if (error instanceof InputError) return undefined;
    if (error instanceof SourceError && error.failure === 'refused') return undefined;
    throw error;
  }
}

/** A leg for which an answer vouches: what the transaction shows without being sure of it, or what it pays to the account named. */
function vouchedLeg(
  source: BridgeLeg,
  finding: ApiFinding,
  fact: TransactionFact,
  shown: BridgeLeg | undefined,
  told: ToldAnswer,
): BridgeLeg | undefined {
  const notes = [...(shown?.notes ?? []), `${told.api} vouches for it (answer ${told.sha256.slice(0, 16)})`];
  if (shown !== undefined && shown.asset !== undefined && shown.amount !== undefined) {
    return { ...shown, index: API_INDEX + shown.index, proof: 'A', fault: undefined, notes };
  }
  const paid = paidTo(fact, accountOn(fact.chain, finding.account));
  if (paid === undefined) return undefined;
  return {
    ...UNTOLD,
    protocol: source.protocol,
    key: source.key,
    fromAccount: source.fromAccount,
    side: finding.side,
    proof: 'A',
    chain: fact.chain,
    tx: fact.hash,
    index: API_INDEX,
    evidence: 'api',
    fromChain: source.chain,
    toChain: fact.chain,
    toAccount: paid.account,
    asset: paid.asset,
    amount: paid.amount,
    custody: paid.custody,
    legs: paid.legs,
    toAsset: finding.asset,
    notes,
  };
}

/** Behind whatever the transaction shows by itself. */
const API_INDEX = 1_000;

function accountOn(chain: ChainId, account: string | undefined): Address | undefined {
  if (account === undefined) return undefined;
  try {
    return parseAddress(account, chain);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

type Paid = {
  readonly account: Address;
  readonly asset: AssetRef;
  readonly amount: bigint;
  readonly custody: readonly Address[];
  readonly legs: readonly string[];
};

/** What a transaction pays to an account, where that is of one asset. */
function paidTo(fact: TransactionFact, account: Address | undefined): Paid | undefined {
  if (account === undefined) return undefined;
  const legs = fact.legs.filter(
    ({ kind, to, owner, amount }) => kind !== 'fee' && amount > 0n && (owner ?? to) === account && kind !== 'input',
  );
  const assets = new Set(legs.map(({ asset }) => asset));
  const [asset] = assets;
  if (asset === undefined || assets.size > 1) return undefined;
  return {
    account,
    asset,
    amount: legs.reduce((sum, { amount }) => sum + amount, 0n),
    custody: isUtxo(fact.chain) ? [] : [...new Set(legs.map(({ from }) => from))],
    legs: legs.map(({ id }) => id),
  };
}
