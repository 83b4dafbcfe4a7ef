import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A transaction as Esplora tells it. */
export type EsploraJson = {
  readonly txid: string;
  readonly vin: readonly {
    readonly txid: string;
    readonly vout: number;
    readonly prevout?: EsploraOutput;
  }[];
  readonly vout: readonly EsploraOutput[];
  readonly status?: { readonly confirmed: false };
  readonly fee?: number;
};

export type EsploraOutput = {
  readonly scriptpubkey: string;
  readonly scriptpubkey_address?: string;
  readonly value: number;
};

/** A waiting transaction of amounts alone; each coin is of a transaction and an owner of its own. */
export function esploraOf(n: number, inputs: readonly number[], outputs: readonly number[]): EsploraJson {
  return {
    txid: digits(n, 64),
    vin: inputs.map((value, place) => ({
      txid: digits(n * 1_000 + place + 1, 64),
      vout: 0,
      prevout: { scriptpubkey: `0014${digits(n * 1_000 + place, 40)}`, value },
    })),
    vout: outputs.map((value, place) => ({ scriptpubkey: `0014${digits(n * 1_000 + 500 + place, 40)}`, value })),
    status: { confirmed: false },
  };
}

export function jsonLines(transactions: readonly unknown[]): string {
  return transactions.map((transaction) => `${JSON.stringify(transaction)}\n`).join('');
}

/**
 * The rounds of a published file, `txid:::blockhash:::index:::time:::inputs:::outputs`, inputs `prevtxid-vout-sats+script+type` and
 * outputs `sats+script+type`, each joined by `}{`.
 */
export function publishedRounds(file: string): readonly EsploraJson[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [txid = '', , , , inputs = '', outputs = ''] = line.split(':::');
    return {
      txid,
      vin: inputs.split('}{').map((text) => {
        const [tx = '', vout, output = ''] = text.split('-');
        return { txid: tx, vout: Number(vout), prevout: outputOf(output) };
      }),
      vout: outputs.split('}{').map(outputOf),
    };
  });
}

function outputOf(text: string): EsploraOutput {
  const [value, scriptpubkey = ''] = text.split('+');
  return { scriptpubkey, value: Number(value) };
}

function digits(n: number, width: number): string {
  return n.toString(16).padStart(width, '0');
}
