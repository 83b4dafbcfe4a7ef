import { EventFragment, Interface, type ParamType } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRule, ProtocolAdapter } from '../adapter.ts';
import { createBridgeReader } from '../bridge-reader.ts';
import { madeAddress, madeTransaction } from '../made.fixture.ts';
import { PROTOCOLS } from '../registry.ts';

const RUNS = 20;
const NOW = 1_760_000_000;

type Encoded = { readonly topics: readonly string[]; readonly data: string };

/** Any value of a type of the ABI: what a contract may emit, whether it makes sense or not. */
function anyOf(type: ParamType): fc.Arbitrary<unknown> {
  if (type.baseType === 'array' && type.arrayChildren !== null) {
    const length = type.arrayLength ?? -1;
    const bounds = length < 0 ? { maxLength: 3 } : { minLength: length, maxLength: length };
    return fc.array(anyOf(type.arrayChildren), bounds);
  }
  if (type.baseType === 'tuple') return fc.tuple(...(type.components ?? []).map(anyOf));
  const bits = Number(/\d+$/.exec(type.type)?.[0] ?? 256);
  if (type.type.startsWith('uint')) return fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
  if (type.type.startsWith('int')) {
    return fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n });
  }
  if (type.type === 'bool') return fc.boolean();
  if (type.type === 'string') return fc.string({ maxLength: 80 });
  if (type.type === 'address') return bytes(20, 20);
  if (type.type === 'bytes') return bytes(0, 400);
  return bytes(bits, bits);
}

function bytes(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.uint8Array({ minLength, maxLength }).map((value) => `0x${Buffer.from(value).toString('hex')}`);
}

function anyLogOf(rule: LogRule): fc.Arbitrary<Encoded> {
  const abi = new Interface([rule.event]);
  const event = abi.fragments[0];
  if (!(event instanceof EventFragment)) throw new Error(`no event: ${rule.event}`);
  return fc.tuple(...event.inputs.map(anyOf)).map((args) => abi.encodeEventLog(event, args));
}

function logRules({ source, destination }: ProtocolAdapter): readonly LogRule[] {
  return [...source, ...destination].filter((rule): rule is LogRule => rule.on === 'log');
}

/** All logs of one transaction, each from the first contract that may emit it on this chain. */
function emitted(
  adapter: ProtocolAdapter,
  chain: number,
  logs: readonly Encoded[],
): ReturnType<typeof madeTransaction> {
  const fact = madeTransaction({ chain: `eip155:${chain}`, time: NOW });
  const all = logRules(adapter).flatMap((rule, index) => {
    const encoded = logs[index];
    const roles = rule.from;
    const row = adapter.contracts.find(
      (known) => (known.chain === chain || known.chain === 'evm') && (roles === 'any' || roles.includes(known.role)),
    );
    const address = row?.address ?? madeAddress('ee');
    return encoded === undefined ? [] : [{ ...encoded, address, index }];
  });
  return { ...fact, receipt: { to: madeAddress('c0'), input: '0x', logs: all } };
}

describe.each(PROTOCOLS.filter((adapter) => logRules(adapter).length > 0))('$title', (adapter) => {
  const reader = createBridgeReader([], [adapter]);
  const first = adapter.contracts.map(({ chain }) => chain).find((chain) => chain !== 'evm');
  const chain = typeof first === 'number' ? first : 1;
  const logs = logRules(adapter).map(anyLogOf);

  it('makes legs, with a fault where it must, of whatever its contracts say', () => {
    fc.assert(
      fc.property(fc.tuple(...logs), (made) => {
        for (const leg of reader.read(emitted(adapter, chain, made))) expect(leg.protocol).toBe(adapter.protocol);
      }),
      { numRuns: RUNS },
    );
  });

  it('reads logs that are cut or of another form without failing', () => {
    fc.assert(
      fc.property(fc.tuple(...logs), bytes(0, 100), fc.nat(400), (made, junk, cut) => {
        const broken = made.map((log) => ({ ...log, data: log.data.slice(0, 2 + 2 * cut) }));
        const other = made.map((log) => ({ ...log, data: junk }));
        for (const form of [broken, other]) {
          expect(Array.isArray(reader.read(emitted(adapter, chain, form)))).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
