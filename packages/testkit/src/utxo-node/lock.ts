import { createHash } from 'node:crypto';
import type { Address } from '@fundtrail/core';
import { schnorr, secp256k1 } from '@noble/curves/secp256k1';
import { payments, script, Transaction } from 'bitcoinjs-lib';

/** How coins are locked by one key; `p2sh` holds a P2WPKH program, `p2wsh` a script of the key alone, `p2tr` is spent by the key. */
export const SCRIPT_FORMS = ['p2pk', 'p2pkh', 'p2sh', 'p2wpkh', 'p2wsh', 'p2tr'] as const;
export type ScriptForm = (typeof SCRIPT_FORMS)[number];

export type SpentOutput = { readonly script: Address; readonly amount: bigint };

/** What locks coins, and can sign for them. */
export type Lock = {
  readonly form: ScriptForm;
  /** In stored form. */
  readonly script: Address;
  /** Signs an input for all inputs and outputs of the transaction, by BIP 143 or BIP 341 where there is a witness. */
  unlock(transaction: Transaction, at: number, spent: readonly SpentOutput[]): void;
};

const ALL = Transaction.SIGHASH_ALL;

/** The lock of a key that a text stands for; the same text gives the same key. */
export function createLock(form: ScriptForm, seed: string): Lock {
  const key = sha256(seed);
  const pubkey = secp256k1.getPublicKey(key, true);
  const sign = (digest: Uint8Array): Uint8Array =>
    script.signature.encode(secp256k1.sign(digest, key).toCompactRawBytes(), ALL);
  const keyHash = outputOf(payments.p2pkh({ pubkey }));
  /** The witness of a P2WPKH program, by itself or within P2SH. */
  const keyWitness = (transaction: Transaction, at: number, amount: bigint): void => {
    transaction.setWitness(at, [sign(transaction.hashForWitnessV0(at, keyHash, amount, ALL)), pubkey]);
  };
  const amountOf = (spent: readonly SpentOutput[], at: number): bigint => spent[at]?.amount ?? 0n;

  switch (form) {
    case 'p2pk': {
      const output = outputOf(payments.p2pk({ pubkey }));
      return lock(form, output, (transaction, at) =>
        transaction.setInputScript(at, script.compile([sign(transaction.hashForSignature(at, output, ALL))])),
      );
    }
    case 'p2pkh':
      return lock(form, keyHash, (transaction, at) =>
        transaction.setInputScript(at, script.compile([sign(transaction.hashForSignature(at, keyHash, ALL)), pubkey])),
      );
    case 'p2wpkh':
      return lock(form, outputOf(payments.p2wpkh({ pubkey })), (transaction, at, spent) =>
        keyWitness(transaction, at, amountOf(spent, at)),
      );
    case 'p2sh': {
      const redeem = payments.p2wpkh({ pubkey });
      return lock(form, outputOf(payments.p2sh({ redeem })), (transaction, at, spent) => {
        transaction.setInputScript(at, script.compile([outputOf(redeem)]));
        keyWitness(transaction, at, amountOf(spent, at));
      });
    }
    case 'p2wsh': {
      const inner = outputOf(payments.p2pk({ pubkey }));
      return lock(form, outputOf(payments.p2wsh({ redeem: { output: inner } })), (transaction, at, spent) =>
        transaction.setWitness(at, [sign(transaction.hashForWitnessV0(at, inner, amountOf(spent, at), ALL)), inner]),
      );
    }
    case 'p2tr':
      return createTaprootLock(key);
  }
}

/** BIP 86: a key without scripts beside it. */
function createTaprootLock(key: Uint8Array): Lock {
  const order = secp256k1.CURVE.n;
  const inner = secp256k1.ProjectivePoint.fromPrivateKey(key);
  const even = inner.toAffine().y % 2n === 0n ? numberOf(key) : order - numberOf(key);
  const tweak = numberOf(schnorr.utils.taggedHash('TapTweak', inner.toRawBytes(true).slice(1)));
  const tweaked = Buffer.from(((even + tweak) % order).toString(16).padStart(64, '0'), 'hex');
  const output = script.compile([0x51, schnorr.getPublicKey(tweaked)]);
  return lock('p2tr', output, (transaction, at, spent) => {
    const scripts = spent.map((coin) => Uint8Array.from(Buffer.from(coin.script.slice(2), 'hex')));
    const amounts = spent.map((coin) => coin.amount);
    const digest = transaction.hashForWitnessV1(at, scripts, amounts, Transaction.SIGHASH_DEFAULT);
    // Without randomness, so that the same story has the same bytes.
    transaction.setWitness(at, [schnorr.sign(digest, tweaked, new Uint8Array(32))]);
  });
}

function lock(form: ScriptForm, output: Uint8Array, unlock: Lock['unlock']): Lock {
  return { form, script: `0x${Buffer.from(output).toString('hex')}`, unlock };
}

function outputOf(payment: { readonly output?: Uint8Array | undefined }): Uint8Array {
  if (payment.output === undefined) throw new TypeError('a payment without script');
  return payment.output;
}

function sha256(text: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(text).digest());
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
