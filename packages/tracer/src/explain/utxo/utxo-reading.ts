import { type EsploraTransaction, utxoFact } from '@fundtrail/chains';
import { type Address, PLACE_UNKNOWN, type TransactionFact } from '@fundtrail/core';

/** Whether a transaction was mined; `untold`: its record does not say. */
export type MinedStatus = 'mined' | 'mempool' | 'untold';

/** A transaction of a UTXO chain to be explained. Of one that is not known to be mined, block and time of the fact mean nothing. */
export type UtxoReading = {
  readonly fact: TransactionFact;
  readonly status: MinedStatus;
  /** Scripts as the record has them, in order: owners do not tell a key in the open (P2PK) from its hash. Owners, where left out. */
  readonly scripts?: {
    readonly inputs: readonly (Address | undefined)[];
    readonly outputs: readonly Address[];
  };
};

const NO_BLOCK = { block: 0, time: 0 };

export function readingOfFact(fact: TransactionFact): UtxoReading {
  return { fact, status: 'mined' };
}

export function readingOfEsplora({ status, ...told }: EsploraTransaction): UtxoReading {
  const mined = status === undefined || status === 'mempool' ? undefined : status;
  return {
    fact: utxoFact({ ...told, index: PLACE_UNKNOWN, ...(mined ?? NO_BLOCK) }),
    status: mined !== undefined ? 'mined' : status === 'mempool' ? 'mempool' : 'untold',
    scripts: {
      inputs: told.inputs.map(({ spent }) => spent?.script),
      outputs: told.outputs.map(({ script }) => script),
    },
  };
}
