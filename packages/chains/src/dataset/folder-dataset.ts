import {
  type AccountHistory,
  type Address,
  type ChainId,
  type Hash,
  type HistoryRequest,
  InputError,
  type Leg,
  SourceError,
  TRANSFER_KINDS,
  type TransactionFact,
} from '@fundtrail/core';
import { readList } from '../evm/explorer/answer.ts';
import { gapReason } from '../evm/explorer/gaps.ts';
import { type RowSource, readHistory } from '../evm/explorer/history.ts';
import { KIND_ACTIONS, READERS } from '../evm/explorer/kinds.ts';
import { createHistoryMemory } from '../evm/explorer/memory.ts';
import { createRowCap } from '../evm/explorer/paging.ts';
import { BATCH_TRANSACTIONS, type Dataset, datasetSourceId, reachOf, type Skipped } from './dataset.ts';
import { digestOf, listRecorded, type RecordedFile, readRecorded } from './folder-files.ts';

/**
 * Opens a folder of recorded explorer answers, `txlist/<address>.json.gz` and where recorded `txlistinternal/` and `tokentx/`. Every file is
 * read once to check it; one of another name or content is told by name and left out, and an account without a `txlist` is not covered.
 * Histories are read from the files when they are asked for, and come out as they would over HTTP. Memory: `batches` holds all facts,
 * because a transaction can lie in two files.
 *
 * @throws InputError when there is no folder, or nothing in it that can be taken.
 */
export async function openFolderDataset(folder: string, name: string, chain: ChainId): Promise<Dataset> {
  const listed = await listRecorded(folder, Object.values(KIND_ACTIONS));
  if (!listed.offered.has(KIND_ACTIONS.native)) {
    throw new InputError(
      'the folder has no txlist/',
      { file: folder },
      {
        remedy:
          'Put recorded answers into txlist/<address>.json.gz, or give a folder of raw blocks (.raw, blk<number>.dat).',
      },
    );
  }
  const check = await checkFiles(listed.files);
  const taken = new Map(check.taken.map((file) => [`${file.action} ${file.account}`, file]));
  const accounts = check.taken.filter((file) => file.action === KIND_ACTIONS.native).map((file) => file.account);
  if (accounts.length === 0) {
    throw new InputError(
      'no file of txlist/ can be taken',
      { file: folder },
      { remedy: check.skipped[0]?.reason ?? 'The folder is empty.' },
    );
  }
  const sha256 = digestOf(check.digests);
  const source = datasetSourceId(sha256);
  const rows = rowSource(source, chain, listed.offered, taken);
  const request = (address: Address): HistoryRequest => ({
    chain,
    address,
    kinds: TRANSFER_KINDS,
    fromBlock: 0,
    toBlock: Number.MAX_SAFE_INTEGER,
    maxRows: Number.MAX_SAFE_INTEGER,
  });
  const history = (asked: HistoryRequest): Promise<AccountHistory> => readHistory(rows, asked);
  return {
    kind: 'explorer-folder',
    name,
    sha256,
    chains: [chain],
    accounts,
    report: {
      rows: check.rows,
      accounts: accounts.length,
      transactions: check.transactions,
      ...reachOf(new Map([[chain, check.head]])),
      skipped: [...listed.skipped, ...check.skipped],
    },
    history,
    async *batches() {
      const merged = new Map<Hash, TransactionFact>();
      for (const account of accounts) {
        for (const fact of (await history(request(account))).transactions) {
          const known = merged.get(fact.hash);
          merged.set(fact.hash, known === undefined ? fact : mergeViews(known, fact));
        }
      }
      const facts = [...merged.values()].sort((a, b) => a.block - b.block || a.index - b.index);
      for (let at = 0; at < facts.length; at += BATCH_TRANSACTIONS) yield facts.slice(at, at + BATCH_TRANSACTIONS);
    },
  };
}

/** Reads every file as its account's answer; what any row lacks leaves out the whole file. */
async function checkFiles(files: readonly RecordedFile[]) {
  const taken: RecordedFile[] = [];
  const skipped: Skipped[] = [];
  const digests: { readonly name: string; readonly sha256: string }[] = [];
  const hashes = new Set<Hash>();
  let rows = 0;
  let head = { block: 0, time: 0 };
  for (const file of files) {
    const { sha256, answer } = await readRecorded(file);
    digests.push({ name: file.name, sha256 });
    const checked = typeof answer === 'string' ? answer : checkAnswer(answer.json, file);
    if (typeof checked === 'string') {
      skipped.push({ name: file.name, reason: checked });
      continue;
    }
    taken.push(file);
    rows += checked.length;
    for (const row of checked) {
      hashes.add(row.hash);
      if (row.block > head.block) head = { block: row.block, time: row.time };
    }
  }
  return { taken, skipped, digests, rows, transactions: hashes.size, head };
}

type CheckedRow = { readonly hash: Hash; readonly block: number; readonly time: number };

function checkAnswer(json: unknown, file: RecordedFile): readonly CheckedRow[] | string {
  const kind = TRANSFER_KINDS.find((candidate) => KIND_ACTIONS[candidate] === file.action);
  if (kind === undefined) return `${file.action} is not read`;
  try {
    const answer = readList(json, file.name);
    if (answer.kind === 'window') return 'the answer is not a history';
    return answer.rows.map((row, at) => READERS[kind](row, file.account, at + 1, file.name));
  } catch (error) {
    if (error instanceof SourceError) return error.message.slice(`${file.name}: `.length);
    throw error;
  }
}

function rowSource(
  id: string,
  chain: ChainId,
  offered: ReadonlySet<string>,
  taken: ReadonlyMap<string, RecordedFile>,
): RowSource {
  // A file holds the whole answer, so a page from it is never full.
  const cap = createRowCap(Number.MAX_SAFE_INTEGER);
  return {
    id,
    chain,
    caps: { native: cap, internal: cap, token: cap },
    memory: createHistoryMemory(),
    async list(action, account, query, read) {
      if (!offered.has(action)) throw new SourceError('unsupported', id, gapReason(action));
      const file = taken.get(`${action} ${account}`);
      if (file === undefined) throw new SourceError('refused', id, 'this account was not recorded');
      const { answer } = await readRecorded(file);
      const list = typeof answer === 'string' ? undefined : readList(answer.json, id);
      if (list?.kind !== 'rows') throw new InputError('the file has changed since it was opened', { file: file.path });
      const rows = list.rows
        .filter((row) => blockOf(row) >= query.start && blockOf(row) <= query.end)
        .toSorted((a, b) => blockOf(a) - blockOf(b));
      return {
        kind: 'rows',
        rows: rows.map((row, at) => read(row, at + 1)),
        ...(list.incomplete === undefined ? {} : { incomplete: list.incomplete }),
      };
    },
    // A recording answers no question of a node.
    place: async () => undefined,
  };
}

function blockOf(row: unknown): number {
  return Number((row as { readonly blockNumber: unknown }).blockNumber);
}

/** Two accounts' views of one transaction: the top level is the same, inner legs add up. */
function mergeViews(a: TransactionFact, b: TransactionFact): TransactionFact {
  const top = a.whole.length >= b.whole.length ? a : b;
  const legs = new Map<string, Leg>();
  for (const leg of [...top.legs, ...(top === a ? b : a).legs]) if (!legs.has(leg.id)) legs.set(leg.id, leg);
  return { ...top, legs: [...legs.values()].sort((x, y) => LEG_ORDER[x.kind] - LEG_ORDER[y.kind]) };
}

/** Fee, top-level value, internal value, tokens; within these as they came. */
const LEG_ORDER = { fee: 0, native: 1, internal: 2, token: 3, mint: 3, burn: 3, input: 4, output: 5 } as const;
