/** Sets that grow together: which of the things added so far belong to one. */
export type UnionFind<T> = {
  /** A member that stands for the set of `item`; the item itself while it is alone. */
  root(item: T): T;
  /** Joins the sets of two members. */
  join(a: T, b: T): void;
  /** All sets, each in the order of its members' first mention. */
  sets(): readonly (readonly T[])[];
};

export function createUnionFind<T>(): UnionFind<T> {
  const parents = new Map<T, T>();
  const root = (item: T): T => {
    let top = item;
    for (let parent = parents.get(top); parent !== undefined && parent !== top; parent = parents.get(top)) top = parent;
    for (let next = item; next !== top; ) {
      const parent = parents.get(next) ?? top;
      parents.set(next, top);
      next = parent;
    }
    if (!parents.has(top)) parents.set(top, top);
    return top;
  };
  return {
    root,
    join(a, b) {
      const [first, second] = [root(a), root(b)];
      if (first !== second) parents.set(second, first);
    },
    sets() {
      const sets = new Map<T, T[]>();
      for (const item of parents.keys()) {
        const top = root(item);
        const set = sets.get(top);
        if (set === undefined) sets.set(top, [item]);
        else set.push(item);
      }
      return [...sets.values()];
    },
  };
}
