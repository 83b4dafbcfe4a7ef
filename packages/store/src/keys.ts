import { type ChainId, ConflictError, chainInfo, type FactSpace, InvariantError } from '@fundtrail/core';
import type { Database } from './database.ts';

/** Small numbers that stand for spaces and chains in the tables; made on first use, then remembered. */
export type Keys = {
  spaceKey(space: FactSpace): Promise<number>;
  /** @throws ConflictError when the chain's native asset is stored under another coin type than the one configured now */
  chainKey(chain: ChainId): Promise<number>;
  chainKeys(chains: Iterable<ChainId>): Promise<ReadonlyMap<ChainId, number>>;
  /** The chain of a key that a row holds. @throws ConflictError as `chainKey` */
  chainOf(key: number): Promise<ChainId>;
  spaceOf(key: number): Promise<FactSpace>;
};

export function createKeys({ db }: Pick<Database, 'db'>): Keys {
  const spaces = new Map<FactSpace, number>();
  const chains = new Map<ChainId, number>();

  const spaceKey = async (space: FactSpace): Promise<number> => {
    const known = spaces.get(space);
    if (known !== undefined) return known;
    // The select comes first: an insert that meets its row would still burn an identity number each time.
    const find = () => db.selectFrom('facts.spaces').select('id').where('name', '=', space).executeTakeFirst();
    let row = await find();
    if (row === undefined) {
      await db
        .insertInto('facts.spaces')
        .values({ name: space })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      row = await find();
    }
    if (row === undefined) throw new InvariantError(`space ${space} cannot be stored`);
    spaces.set(space, row.id);
    return row.id;
  };

  const chainKey = async (chain: ChainId): Promise<number> => {
    const known = chains.get(chain);
    if (known !== undefined) return known;
    const { slip44 } = chainInfo(chain);
    const find = () =>
      db.selectFrom('facts.chains').select(['id', 'slip44']).where('caip2', '=', chain).executeTakeFirst();
    let row = await find();
    if (row === undefined) {
      await db
        .insertInto('facts.chains')
        .values({ caip2: chain, slip44 })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      row = await find();
    }
    if (row === undefined) throw new InvariantError(`chain ${chain} cannot be stored`);
    refuseOtherCoin(chain, row.slip44);
    chains.set(chain, row.id);
    return row.id;
  };

  return {
    spaceKey,
    chainKey,
    chainKeys: async (wanted) => {
      const keys = new Map<ChainId, number>();
      for (const chain of wanted) if (!keys.has(chain)) keys.set(chain, await chainKey(chain));
      return keys;
    },
    chainOf: async (key) => {
      for (const [chain, known] of chains) if (known === key) return chain;
      const row = await db
        .selectFrom('facts.chains')
        .select(['caip2', 'slip44'])
        .where('id', '=', key)
        .executeTakeFirst();
      if (row === undefined) throw new InvariantError(`no chain has the key ${key}`);
      refuseOtherCoin(row.caip2, row.slip44);
      chains.set(row.caip2, key);
      return row.caip2;
    },
    spaceOf: async (key) => {
      for (const [space, known] of spaces) if (known === key) return space;
      const row = await db.selectFrom('facts.spaces').select('name').where('id', '=', key).executeTakeFirst();
      if (row === undefined) throw new InvariantError(`no space has the key ${key}`);
      spaces.set(row.name, key);
      return row.name;
    },
  };
}

/** Views and code must name native assets alike: the ones by what is stored, the other by what is configured. */
function refuseOtherCoin(chain: ChainId, stored: number): void {
  const { slip44 } = chainInfo(chain);
  if (stored === slip44) return;
  throw new ConflictError(
    `the native asset of ${chain} is stored under coin type ${stored}, but ${slip44} is configured`,
    { remedy: `Write slip44: ${stored} for ${chain} into the configuration: what is stored keeps its id.` },
  );
}
