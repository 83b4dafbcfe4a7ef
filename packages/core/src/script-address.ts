import { createHash } from 'node:crypto';
import type { Address } from './address.ts';
import { writeBase58 } from './base58-address.ts';
import type { ChainId } from './chain.ts';
import { chainInfo } from './chains/known.ts';
import { writeWitnessAddress } from './witness-address.ts';

/** What the script of an output is. `multisig`: keys in the open; `data`: OP_RETURN, which nobody can spend. */
export type ScriptType =
  | 'p2pk'
  | 'p2pkh'
  | 'p2sh'
  | 'p2wpkh'
  | 'p2wsh'
  | 'p2tr'
  | 'witness'
  | 'multisig'
  | 'data'
  | 'other';

const KEY_HASH = /^0x76a914([0-9a-f]{40})88ac$/;
const SCRIPT_HASH = /^0xa914([0-9a-f]{40})87$/;
const WITNESS = /^0x(00|5[1-9a-f]|60)([0-9a-f]{2})((?:[0-9a-f]{2}){2,40})$/;
const KEY = /^0x(?:21(0[23][0-9a-f]{64})|41(0[467][0-9a-f]{128}))ac$/;
const MULTISIG = /^0x(5[1-9a-f]|60)((?:21[0-9a-f]{66}|41[0-9a-f]{130})+)(5[1-9a-f]|60)ae$/;
const MULTISIG_KEY = /21[0-9a-f]{66}|41[0-9a-f]{130}/g;
const DATA = /^0x6a/;
/** Digits of the digest that names a script without an address. */
const DIGEST_DIGITS = 40;

export function scriptType(script: Address): ScriptType {
  if (KEY_HASH.test(script)) return 'p2pkh';
  if (SCRIPT_HASH.test(script)) return 'p2sh';
  const witness = witnessOf(script);
  if (witness !== undefined) {
    if (witness.version === 0) return witness.program.length === 40 ? 'p2wpkh' : 'p2wsh';
    return witness.version === 1 && witness.program.length === 64 ? 'p2tr' : 'witness';
  }
  if (KEY.test(script)) return 'p2pk';
  if (isMultisig(script)) return 'multisig';
  return DATA.test(script) ? 'data' : 'other';
}

/**
 * The script that owns what a script locks: itself, and for a public key in the open (P2PK) that of the key's hash (P2PKH), as which
 * explorers and label lists know it.
 */
export function ownerOf(script: Address): Address {
  const key = KEY.exec(script);
  if (key === null) return script;
  const bytes = Buffer.from(key[1] ?? key[2] ?? '', 'hex');
  const hash = createHash('ripemd160').update(createHash('sha256').update(bytes).digest()).digest('hex');
  return `0x76a914${hash}88ac`;
}

/**
 * The address of a script as it is written on a chain; undefined where none stands for it, or where it is not known how the chain
 * writes addresses.
 */
export function addressOf(script: Address, chain: ChainId): string | undefined {
  const forms = chainInfo(chain).addresses;
  if (forms === undefined) return undefined;
  const keyHash = KEY_HASH.exec(script)?.[1];
  if (keyHash !== undefined) return writeBase58(forms.keyHash, keyHash);
  const scriptHash = SCRIPT_HASH.exec(script)?.[1];
  if (scriptHash !== undefined) return writeBase58(forms.scriptHash[0], scriptHash);
  const witness = witnessOf(script);
  if (witness === undefined || forms.bech32 === null) return undefined;
  return writeWitnessAddress(witness.version, Buffer.from(witness.program, 'hex'), forms.bech32);
}

/** The address of a script, or `script-` and the beginning of its SHA-256. */
export function formatScript(script: Address, chain: ChainId): string {
  const shown = addressOf(script, chain);
  if (shown !== undefined) return shown;
  const digest = createHash('sha256')
    .update(Buffer.from(script.slice(2), 'hex'))
    .digest('hex');
  return `script-${digest.slice(0, DIGEST_DIGITS)}`;
}

function witnessOf(script: Address): { readonly version: number; readonly program: string } | undefined {
  const [, opcode = '', size = '', program = ''] = WITNESS.exec(script) ?? [];
  if (program === '' || Number.parseInt(size, 16) * 2 !== program.length) return undefined;
  const version = opcode === '00' ? 0 : Number.parseInt(opcode, 16) - 0x50;
  return version === 0 && program.length !== 40 && program.length !== 64 ? undefined : { version, program };
}

/** As many keys as it says, and no more signatures. */
function isMultisig(script: Address): boolean {
  const [, least = '', keys = '', all = ''] = MULTISIG.exec(script) ?? [];
  const count = (opcode: string): number => Number.parseInt(opcode, 16) - 0x50;
  return keys !== '' && keys.match(MULTISIG_KEY)?.length === count(all) && count(least) <= count(all);
}
