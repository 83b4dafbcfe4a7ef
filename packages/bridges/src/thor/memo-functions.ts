/** How the rest of a memo is read. */
export type MemoForm = 'swap' | 'limit' | 'loan' | 'out' | 'refund' | 'internal' | 'credit' | 'reference';

/**
 * Words that memos begin with, in any case: aliases of thornode `x/thorchain/memo/memo.go` of several versions and of mayanode; what was taken out of
 * the network since stays readable. `asset` and `account` are the places of what a credit names.
 */
export type MemoFunction = {
  readonly form: MemoForm;
  readonly action: string;
  readonly asset?: number;
  readonly account?: number;
};

const pool = (action: string): MemoFunction => ({ form: 'credit', action, asset: 1, account: 2 });
const credit = (action: string): MemoFunction => ({ form: 'credit', action, account: 1 });
const plain = (action: string): MemoFunction => ({ form: 'credit', action });
const internal = (action: string): MemoFunction => ({ form: 'internal', action });

const ADD = pool('add');
const WITHDRAW: MemoFunction = { form: 'credit', action: 'withdraw', asset: 1 };
const SWAP: MemoFunction = { form: 'swap', action: 'swap' };
const LIMIT: MemoFunction = { form: 'limit', action: 'limit swap' };
const LOAN_OPEN: MemoFunction = { form: 'loan', action: 'open a loan' };
const LOAN_REPAY: MemoFunction = { form: 'loan', action: 'repay a loan' };
const OUT: MemoFunction = { form: 'out', action: 'out' };
const NAME = plain('name');
const EXECUTE = credit('execute');
const DONATE: MemoFunction = { form: 'credit', action: 'donate', asset: 1 };

const FUNCTIONS: Readonly<Record<string, MemoFunction>> = {
  add: ADD,
  '+': ADD,
  stake: ADD,
  withdraw: WITHDRAW,
  wd: WITHDRAW,
  '-': WITHDRAW,
  swap: SWAP,
  s: SWAP,
  '=': SWAP,
  limito: LIMIT,
  lo: LIMIT,
  '=<': LIMIT,
  'm=<': plain('modify limit swap'),
  '$+': LOAN_OPEN,
  'loan+': LOAN_OPEN,
  '$-': LOAN_REPAY,
  'loan-': LOAN_REPAY,
  out: OUT,
  outbound: OUT,
  refund: { form: 'refund', action: 'refund' },
  migrate: internal('migrate'),
  ragnarok: internal('ragnarok'),
  consolidate: internal('consolidate'),
  noop: internal('noop'),
  'yggdrasil+': internal('yggdrasil+'),
  'yggdrasil-': internal('yggdrasil-'),
  forgive_slash: internal('forgive_slash'),
  donate: DONATE,
  d: DONATE,
  bond: credit('bond'),
  unbond: credit('unbond'),
  rebond: credit('rebond'),
  leave: credit('leave'),
  operator: credit('operator'),
  maint: credit('maint'),
  reserve: plain('reserve'),
  name: NAME,
  n: NAME,
  '~': NAME,
  'trade+': credit('trade+'),
  'trade-': credit('trade-'),
  'secure+': credit('secure+'),
  'secure-': credit('secure-'),
  'pool+': plain('pool+'),
  'pool-': plain('pool-'),
  x: EXECUTE,
  exec: EXECUTE,
  switch: credit('switch'),
  tcy: credit('tcy'),
  'tcy+': plain('tcy+'),
  'tcy-': plain('tcy-'),
  reference: { form: 'reference', action: 'reference' },
  r: { form: 'reference', action: 'reference' },
};

export function memoFunction(word: string): MemoFunction | undefined {
  const lower = word.toLowerCase();
  return Object.hasOwn(FUNCTIONS, lower) ? FUNCTIONS[lower] : undefined;
}
