import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const SEED = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';
const FROM_BLOCK = 14442778;
const TORNADO_ROUTER = '0xd90e2f925da726b50c4ed8d0fb90ad053324f31b';
const EXCHANGES = [
  '0xc098b2a3aa256d2140208c3de6543aaef5cd3a94',
  '0x28ffe35688ffffd0659aee2e34778b0ae4e193ad',
  '0xcac725bef4f114f728cbcfd744a731c2a463c3fc',
  '0x73f8fc2e74302eb2efda125a326655acf0dc2d1b',
];
const RECORDING = /^(0x[0-9a-f]{40})\.json\.gz$/;

/** One row of an explorer's `txlist` answer, as far as it is needed. */
type Row = {
  readonly hash: string;
  readonly blockNumber: string;
  readonly transactionIndex: string;
  readonly from: string;
  readonly to: string;
  readonly contractAddress: string;
  readonly value: string;
  readonly gasUsed: string;
  readonly gasPrice: string;
  readonly isError: string;
  readonly txreceipt_status: string;
};

/** Amounts in wei. */
export type RoninReference = {
  readonly transactions: number;
  /** Value that successful transactions of the seed sent, from the theft's block on. */
  readonly leavesSeed: bigint;
  /** The seed's opening balance, what it received later, and any gap. */
  readonly stolen: bigint;
  /** Haircut, every recorded account followed. */
  readonly atTornadoRouter: bigint;
  readonly atExchanges: bigint;
  readonly resting: bigint;
  readonly fees: bigint;
  /** At accounts that were not recorded. */
  readonly elsewhere: bigint;
  /** Tainted wei received, by address. */
  readonly received: ReadonlyMap<string, bigint>;
  /** What recorded accounts that were reached sent to the router after their first taint, tainted or not. */
  readonly sentToRouterByReached: bigint;
};

/** The Ronin theft under haircut, calculated straight from the recorded answers: one asset, so tainted and origin are one number. */
export function roninReference(folder: string): RoninReference {
  const recorded = new Set(readdirSync(folder).flatMap((name) => RECORDING.exec(name)?.[1] ?? []));
  const balance = new Map<string, bigint>();
  const tainted = new Map<string, bigint>();
  const received = new Map<string, bigint>();
  const total = { leavesSeed: 0n, stolen: 0n, fees: 0n, sentToRouterByReached: 0n };
  let begun = false;

  const follow = (address: string): boolean =>
    recorded.has(address) && address !== TORNADO_ROUTER && !EXCHANGES.includes(address);

  function takeFrom(address: string, amount: bigint): bigint {
    const gap = amount - (balance.get(address) ?? 0n);
    if (gap > 0n) {
      add(balance, address, gap);
      if (begun && address === SEED) {
        add(tainted, address, gap);
        total.stolen += gap;
      }
    }
    const held = balance.get(address) ?? 0n;
    const moved = held === 0n ? 0n : (amount * (tainted.get(address) ?? 0n)) / held;
    add(balance, address, -amount);
    add(tainted, address, -moved);
    return moved;
  }

  const rows = readRows(folder, recorded);
  for (const row of rows) {
    if (!begun && Number(row.blockNumber) >= FROM_BLOCK) {
      begun = true;
      const opening = balance.get(SEED) ?? 0n;
      tainted.set(SEED, opening);
      total.stolen += opening;
    }
    const [from, to, value] = [row.from, row.to || row.contractAddress, BigInt(row.value)];
    total.fees += takeFrom(from, BigInt(row.gasUsed) * BigInt(row.gasPrice));
    if (row.isError === '1' || row.txreceipt_status === '0' || value === 0n || from === to) continue;
    if (begun && from === SEED) total.leavesSeed += value;
    if (to === TORNADO_ROUTER && received.has(from)) total.sentToRouterByReached += value;
    let moved = takeFrom(from, value);
    if (begun && to === SEED) {
      total.stolen += value - moved;
      moved = value;
    }
    if (moved > 0n) add(received, to, moved);
    if (!follow(to)) continue;
    add(balance, to, value);
    add(tainted, to, moved);
  }
  const at = (addresses: Iterable<string>): bigint => sum([...addresses].map((one) => received.get(one) ?? 0n));
  const outside = [...received.keys()].filter(
    (one) => !follow(one) && one !== TORNADO_ROUTER && !EXCHANGES.includes(one),
  );
  return {
    ...total,
    transactions: rows.length,
    atTornadoRouter: at([TORNADO_ROUTER]),
    atExchanges: at(EXCHANGES),
    elsewhere: at(outside),
    resting: sum(tainted.values()),
    received,
  };
}

/** Every transaction once, in chain order. */
function readRows(folder: string, recorded: ReadonlySet<string>): readonly Row[] {
  const byHash = new Map<string, Row>();
  for (const address of recorded) {
    const text = gunzipSync(readFileSync(join(folder, `${address}.json.gz`))).toString('utf8');
    for (const row of (JSON.parse(text) as { result: Row[] }).result) byHash.set(row.hash, row);
  }
  return [...byHash.values()].sort(
    (a, b) => Number(a.blockNumber) - Number(b.blockNumber) || Number(a.transactionIndex) - Number(b.transactionIndex),
  );
}

function add(amounts: Map<string, bigint>, key: string, amount: bigint): void {
  amounts.set(key, (amounts.get(key) ?? 0n) + amount);
}

function sum(amounts: Iterable<bigint>): bigint {
  return [...amounts].reduce((a, b) => a + b, 0n);
}
