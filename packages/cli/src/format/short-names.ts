/** A CAIP-2 chain has one colon in it. */
const CHAIN_PARTS = 2;
const SHOWN_DIGITS = 8;

/** A CAIP-10 account as it is named where its chain is told beside it. */
export function bareAddress(account: string): string {
  // An output of a seed is written with a colon of its own.
  return account.split(':').slice(CHAIN_PARTS).join(':');
}

/** `3f2a91c0…77ab04de:1`, or a transaction alone: enough to find it by in a list; JSON has it whole. */
export function shortOutput(output: string): string {
  const [tx = '', place] = output.split(':');
  return `${tx.slice(0, SHOWN_DIGITS)}…${tx.slice(-SHOWN_DIGITS)}${place === undefined ? '' : `:${place}`}`;
}
