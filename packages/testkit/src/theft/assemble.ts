import { InputError } from '@fundtrail/core';

/** The EVM instructions that the story's own small contracts are written in. */
const OPCODES: Readonly<Record<string, number>> = {
  STOP: 0x00,
  ADD: 0x01,
  LT: 0x10,
  EQ: 0x14,
  ISZERO: 0x15,
  CALLER: 0x33,
  CALLVALUE: 0x34,
  CALLDATALOAD: 0x35,
  CALLDATASIZE: 0x36,
  CODECOPY: 0x39,
  TIMESTAMP: 0x42,
  SELFBALANCE: 0x47,
  MSTORE: 0x52,
  SLOAD: 0x54,
  SSTORE: 0x55,
  JUMPI: 0x57,
  GAS: 0x5a,
  JUMPDEST: 0x5b,
  PUSH0: 0x5f,
  DUP1: 0x80,
  LOG2: 0xa2,
  CALL: 0xf1,
  RETURN: 0xf3,
  REVERT: 0xfd,
};
const PUSH0 = 0x5f;
const PUSH2 = 0x61;

/**
 * EVM code from text: instructions by name; a number (decimal or 0x) pushes itself; `@name` pushes the place of `name:`,
 * which writes a JUMPDEST. The code, as 0x hex.
 * @throws InputError for a word that is none of these.
 */
export function assemble(text: string): string {
  const bytes: number[] = [];
  const places = new Map<string, number>();
  const uses: { readonly at: number; readonly name: string }[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (word.endsWith(':')) {
      places.set(word.slice(0, -1), bytes.length);
      bytes.push(OPCODES.JUMPDEST as number);
    } else if (word.startsWith('@')) {
      uses.push({ at: bytes.length + 1, name: word.slice(1) });
      bytes.push(PUSH2, 0, 0);
    } else if (/^[0-9]/.test(word)) {
      bytes.push(...push(BigInt(word)));
    } else {
      const opcode = OPCODES[word];
      if (opcode === undefined) throw new InputError(`${word} is no instruction known here`, { field: 'code' });
      bytes.push(opcode);
    }
  }
  for (const { at, name } of uses) {
    const place = places.get(name);
    if (place === undefined) throw new InputError(`there is no ${name}: to jump to`, { field: 'code' });
    bytes.splice(at, 2, place >> 8, place & 0xff);
  }
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

/** The code that creates a contract with this code. */
export function creationOf(runtime: string): string {
  const length = BigInt((runtime.length - 2) / 2);
  const copy = (offset: number): string => assemble(`${length} DUP1 ${offset} PUSH0 CODECOPY PUSH0 RETURN`);
  // The offset is below 256 whatever it is, so that its own size does not change the length.
  const offset = (copy(1).length - 2) / 2;
  return `${copy(offset)}${runtime.slice(2)}`;
}

function push(value: bigint): number[] {
  if (value === 0n) return [PUSH0];
  const hex = value.toString(16);
  const operand = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return [PUSH0 + operand.length, ...operand];
}
