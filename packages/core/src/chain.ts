import { InputError } from './errors.ts';

/** A CAIP-2 chain id, e.g. `eip155:1`, `bip122:000000000019d6689c085ae165831e93`. */
export type ChainId = string;

/**
 * How a chain keeps value. `account`: balances of accounts, which transactions move parts of (EVM). `utxo`: coins, which
 * transactions spend whole (Bitcoin and its kin).
 */
export type ChainFamily = 'account' | 'utxo';

const CAIP2 = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/;
const EVM_REFERENCE = /^[1-9][0-9]*$/;
const UTXO_REFERENCE = /^[0-9a-f]{32}$/;
const UTXO_PREFIX = 'bip122:';
const GENESIS = /^bip122:([0-9a-f]{32})[0-9a-f]{32}$/i;

export function familyOf(chain: ChainId): ChainFamily {
  return chain.startsWith(UTXO_PREFIX) ? 'utxo' : 'account';
}

export function isUtxo(chain: ChainId): boolean {
  return chain.startsWith(UTXO_PREFIX);
}

/**
 * Reads a CAIP-2 chain id. Chains of `eip155` and `bip122` can be traced; other namespaces are refused by name.
 * @throws InputError
 */
export function parseChain(text: string, field = 'chain'): ChainId {
  const genesis = GENESIS.exec(text)?.[1];
  if (genesis !== undefined) {
    throw new InputError(
      `${JSON.stringify(text)} holds a whole block hash`,
      { field },
      { remedy: `A CAIP-2 chain id has only its first 32 digits: ${UTXO_PREFIX}${genesis.toLowerCase()}.` },
    );
  }
  if (!CAIP2.test(text)) {
    throw new InputError(
      `${JSON.stringify(text)} is not a CAIP-2 chain id`,
      { field },
      { remedy: 'Write it like eip155:1, or bip122:000000000019d6689c085ae165831e93 for Bitcoin.' },
    );
  }
  const [namespace, reference] = text.split(':') as [string, string];
  if (namespace !== 'eip155' && namespace !== 'bip122') {
    throw new InputError(
      `chains of namespace ${namespace} cannot be traced yet`,
      { field },
      { remedy: 'Use an EVM chain, e.g. eip155:1, or a UTXO chain, e.g. bip122:000000000019d6689c085ae165831e93.' },
    );
  }
  if (namespace === 'eip155' && !EVM_REFERENCE.test(reference)) {
    throw new InputError(
      `${JSON.stringify(text)} has no decimal EVM chain number`,
      { field },
      { remedy: 'Write it like eip155:1.' },
    );
  }
  if (namespace === 'bip122' && !UTXO_REFERENCE.test(reference)) {
    throw new InputError(
      `${JSON.stringify(text)} does not name a UTXO chain`,
      { field },
      {
        remedy:
          "After bip122: stand the first 32 hex digits of the genesis block's hash, in lower case: bip122:000000000019d6689c085ae165831e93 is Bitcoin.",
      },
    );
  }
  return text;
}

/** Whether a name of a chain, as protocols and other people write it, is the id of one that can be traced. */
export function isTraceable(name: string): boolean {
  try {
    return parseChain(name) === name;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
