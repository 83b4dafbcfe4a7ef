/** Transactions by block, the lowest block first: a binary heap of block numbers, each once. */
export type BlockQueue<Item> = {
  /** Adds an item to a block; the same item twice is one. */
  add(block: number, item: Item): void;
  /** Takes the lowest block with its items, in the order added; undefined when none is left. */
  take(): { readonly block: number; readonly items: ReadonlySet<Item> } | undefined;
};

export function createBlockQueue<Item>(): BlockQueue<Item> {
  const items = new Map<number, Set<Item>>();
  const heap: number[] = [];
  const at = (place: number): number => heap[place] ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [at(b), at(a)];
  };
  const up = (start: number): void => {
    for (let place = start; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (at(parent) <= at(place)) return;
      swap(place, parent);
      place = parent;
    }
  };
  const down = (): void => {
    for (let place = 0; ; ) {
      const left = 2 * place + 1;
      const least = at(left + 1) < at(left) ? left + 1 : left;
      if (at(place) <= at(least)) return;
      swap(place, least);
      place = least;
    }
  };
  return {
    add: (block, item) => {
      const known = items.get(block);
      if (known !== undefined) {
        known.add(item);
        return;
      }
      items.set(block, new Set([item]));
      heap.push(block);
      up(heap.length - 1);
    },
    take: () => {
      const [block] = heap;
      if (block === undefined) return undefined;
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        down();
      }
      const taken = items.get(block) ?? new Set<Item>();
      items.delete(block);
      return { block, items: taken };
    },
  };
}
