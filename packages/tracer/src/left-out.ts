/** Counts the rows of a list that become no seeds, and says so. */
export type LeftOut = {
  /** @param name the row's chain, in its own words */
  otherChain(name: string): void;
  /** A row whose address is of other networks than the list says, or than was asked for. */
  otherNetwork(line: number, networks: readonly string[]): void;
  repeated(): void;
  sentences(): readonly string[];
};

/** Columns that a list of seeds has a meaning for and a list of addresses does not. */
const MISREAD = ['asset', 'amount'];
const MOST_LINES = 5;

export function createLeftOut(file: string, header: readonly string[]): LeftOut {
  const chains = new Map<string, number>();
  const networks = new Map<string, number[]>();
  let repeats = 0;
  return {
    otherChain: (name) => void chains.set(name, (chains.get(name) ?? 0) + 1),
    otherNetwork: (line, names) => {
      const key = names.join(' or ');
      networks.set(key, [...(networks.get(key) ?? []), line]);
    },
    repeated: () => {
      repeats += 1;
    },
    sentences: () => {
      const unread = header.filter((column) => MISREAD.includes(column));
      const others = [...chains].sort(([, a], [, b]) => b - a);
      const sum = others.reduce((total, [, count]) => total + count, 0);
      return [
        ...(sum === 0
          ? []
          : [`${rows(sum)} of other chains left out: ${others.map(([name, count]) => `${name} ${count}`).join(', ')}`]),
        ...[...networks].map(
          ([name, lines]) =>
            `${rows(lines.length)} left out that ${lines.length === 1 ? 'is an address' : 'are addresses'} of ${name}: ${shownLines(lines)}`,
        ),
        ...(repeats === 0 ? [] : [`${rows(repeats)} left out that repeat${repeats === 1 ? 's' : ''} another`]),
        ...(unread.length === 0
          ? []
          : [`not read: ${unread.join(' and ')}; a list with the columns seed,from_block,asset,amount has them`]),
      ].map((sentence) => `${file}: ${sentence}`);
    },
  };
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}

function shownLines(lines: readonly number[]): string {
  const shown = `line${lines.length === 1 ? '' : 's'} ${lines.slice(0, MOST_LINES).join(', ')}`;
  return lines.length > MOST_LINES ? `${shown} and ${lines.length - MOST_LINES} more` : shown;
}
