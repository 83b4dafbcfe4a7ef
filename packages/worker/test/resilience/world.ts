import type { Label } from '@fundtrail/core';
import { createRandom, type Random } from '@fundtrail/testkit';

export const CHAIN = 'eip155:1';
export const TOKEN = '0x7070000000000000000000000000000000000070';
export const THEFT_BLOCK = 1_000;

/** A transfer of a made world, in a transaction of its own that its sender pays for. */
export type WorldTransfer = {
  readonly hash: string;
  readonly block: number;
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly asset: 'native' | 'token';
  readonly amount: bigint;
};

/** A theft, and where the money went: chains, fan-outs, meetings, clean money among it, exchanges, a mixer. */
export type World = {
  readonly thief: string;
  /** In chain order. */
  readonly transfers: readonly WorldTransfer[];
  readonly labels: readonly Label[];
  /** Accounts of the trail of which nobody has a recording. */
  readonly unrecorded: ReadonlySet<string>;
  /** Accounts of the trail that are to be read: all that no label stops. */
  readonly trail: ReadonlySet<string>;
  /** Transfers to an exchange. */
  readonly deposits: number;
};

/** Transactions per account stay below an explorer's smallest page, the thief's excepted. */
const MOST_ROWS = 8;
const ETHER = 10n ** 18n;
export const GAS_USED = 21_000n;
export const GAS_PRICE = 20_000_000_000n;
const FEE = GAS_USED * GAS_PRICE;
const DUST = 100n * FEE;

type Purse = { readonly address: string; native: bigint; token: bigint; rows: number; spent: boolean };

/** @param accounts about how many accounts the money reaches */
export function makeWorld(seed: number, accounts: number): World {
  const random = createRandom(seed);
  const transfers: WorldTransfer[] = [];
  const purses: Purse[] = [];
  const due: { readonly block: number; readonly purse: Purse }[] = [];
  const unrecorded = new Set<string>();
  const exchanges = Array.from({ length: 4 }, () => addressOf(random));
  const mixer = addressOf(random);

  const open = (): Purse => {
    const purse = { address: addressOf(random), native: 0n, token: 0n, rows: 0, spent: false };
    purses.push(purse);
    return purse;
  };
  const send = (block: number, from: Purse, to: Purse | string, asset: 'native' | 'token', amount: bigint): void => {
    from.native -= FEE;
    from[asset] -= amount;
    from.rows += 1;
    if (typeof to !== 'string') {
      to[asset] += amount;
      to.rows += 1;
    }
    const address = typeof to === 'string' ? to : to.address;
    transfers.push({ hash: hashFrom(random), block, index: 0, from: from.address, to: address, asset, amount });
  };
  /** Money that comes from outside the trail. */
  const give = (block: number, to: Purse, asset: 'native' | 'token', amount: bigint): void => {
    const stranger = { address: addressOf(random), native: FEE + amount, token: amount, rows: 0, spent: true };
    send(block, stranger, to, asset, amount);
  };
  const receiver = (block: number): Purse => {
    const met = purses.filter((purse) => !purse.spent && purse.rows < 3 && !unrecorded.has(purse.address));
    if (met.length > 0 && random.chance(0.12)) return random.pick(met);
    const purse = open();
    if (random.chance(0.15))
      give(random.between(10, THEFT_BLOCK), purse, 'native', BigInt(random.between(1, 9)) * ETHER);
    if (unrecorded.size < 2 && purses.length > accounts / 4 && random.chance(0.1)) unrecorded.add(purse.address);
    else if (random.chance(0.93)) due.push({ block: block + random.between(1, 60), purse });
    return purse;
  };

  const thief = open();
  thief.spent = true;
  give(THEFT_BLOCK, thief, 'native', 20_000n * ETHER);
  give(THEFT_BLOCK, thief, 'token', 5_000_000n * ETHER);
  for (let way = 0; way < 12; way += 1) {
    send(
      THEFT_BLOCK + 10 + way,
      thief,
      receiver(THEFT_BLOCK + 30),
      'native',
      BigInt(random.between(200, 1_500)) * ETHER,
    );
  }
  for (let way = 0; way < 4; way += 1) {
    const to = receiver(THEFT_BLOCK + 60);
    send(THEFT_BLOCK + 30 + way, thief, to, 'native', ETHER);
    send(THEFT_BLOCK + 40 + way, thief, to, 'token', BigInt(random.between(1_000, 900_000)) * ETHER);
  }

  for (;;) {
    due.sort((a, b) => a.block - b.block);
    const next = due.shift();
    if (next === undefined) break;
    const { block, purse } = next;
    if (purse.spent || purse.native < DUST) continue;
    purse.spent = true;
    const full = purses.length >= accounts;
    const ways = Math.min(random.pick([1, 1, 1, 2, 2, 3, 5]), MOST_ROWS - purse.rows);
    for (let way = 0; way < ways; way += 1) {
      const at = block + way;
      const end = full || random.chance(0.06) ? random.pick([...exchanges, mixer]) : undefined;
      if (end !== undefined && !random.chance(full ? 0.15 : 1)) break;
      const share = way === ways - 1 && random.chance(0.6) ? 100n : BigInt(random.between(10, 60));
      const amount = ((purse.native - BigInt(2 * MOST_ROWS) * FEE) * share) / 100n;
      if (amount <= DUST) break;
      const to = end ?? receiver(at);
      send(at, purse, to, 'native', amount);
      if (purse.token > 0n && purse.rows < MOST_ROWS) {
        send(at, purse, to, 'token', random.chance(0.5) ? purse.token : purse.token / 2n);
      }
    }
  }

  transfers.sort((a, b) => a.block - b.block);
  const ordered = transfers.map((transfer, index) => ({ ...transfer, index: index % 300 }));
  return {
    thief: thief.address,
    transfers: ordered,
    labels: [
      ...exchanges.map((address, number) => label(address, `Exchange ${number + 1}`, 'exchange')),
      label(mixer, 'Mixer', 'mixer'),
    ],
    unrecorded,
    trail: new Set(purses.map((purse) => purse.address)),
    deposits: ordered.filter((transfer) => exchanges.includes(transfer.to)).length,
  };
}

function label(address: string, entity: string, category: string): Label {
  return { chain: CHAIN, address, entity, category, confidence: 90, source: 'made' };
}

function addressOf(random: Random): string {
  return `0x${hexOf(random, 40)}`;
}

function hashFrom(random: Random): string {
  return `0x${hexOf(random, 64)}`;
}

function hexOf(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.between(0, 15).toString(16)).join('');
}
