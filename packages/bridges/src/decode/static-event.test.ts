import { EventFragment, Interface, type Result } from 'ethers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRuleIndex } from '../read/rule-index.ts';
import { HAS_RECORDS, recordedFacts } from '../recorded.fixture.ts';
import { PROTOCOLS } from '../registry.ts';
import { type Args, argsOf } from './args.ts';
import { staticEvent } from './static-event.ts';

const EVENT =
  'event Moved(address indexed by, uint64 indexed number, bytes32 indexed word, address to, int24 tick, uint256 amount, bytes4 selector, bool done)';
const abi = new Interface([EVENT]);
const fragment = EventFragment.from(EVENT);
const words = staticEvent(fragment);

const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((value) => value.toString(16).padStart(64, '0'));
const account = fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }).map((value) => value.toString(16).padStart(64, '0'));

function read(topics: readonly string[], data: readonly string[]): Args | undefined {
  return words?.read([fragment.topicHash, ...topics.map((topic) => `0x${topic}`)], `0x${data.join('')}`);
}

/** Everything that the two ways of decoding tell, whatever the type. */
function told(args: Args, event: EventFragment): readonly (readonly [string, unknown])[] {
  return event.inputs.map(({ name, type }) => {
    if (type === 'address') return [name, args.address(name)];
    if (type === 'bool') return [name, args.flag(name)];
    return [name, type.startsWith('bytes') ? args.hex(name) : args.uint(name)];
  });
}

describe('an event of words', () => {
  it('is read as a full decoder reads it, whatever stands above a number', () => {
    fc.assert(
      fc.property(fc.tuple(account, word, word), fc.tuple(account, word, word, word, word), (topics, data) => {
        const [all, text] = [[fragment.topicHash, ...topics.map((topic) => `0x${topic}`)], `0x${data.join('')}`];
        const decoded: Result = abi.decodeEventLog(fragment, text, all);
        const args = read(topics, data);
        if (args === undefined) throw new Error('not read');
        expect(told(args, fragment)).toEqual(told(argsOf(decoded), fragment));
      }),
    );
  });

  const good = '0'.repeat(62).concat('12');
  it.each([
    ['an address of more than twenty bytes', [good, good, good], ['1'.repeat(64), good, good, good, good]],
    ['such an indexed address', ['1'.repeat(64), good, good], [good, good, good, good, good]],
    ['too little data', [good, good, good], [good, good, good, good]],
    ['another number of topics', [good, good], [good, good, good, good, good]],
    ['a short topic', [good, good, '12'], [good, good, good, good, good]],
    ['what is no hexadecimal', [good, good, good], [good, good, good, good, 'x'.repeat(64)]],
  ])('is left to the full decoder with %s', (_name, topics, data) => {
    expect(read(topics, data)).toBeUndefined();
  });

  it('refuses to read an argument as what it is not', () => {
    const args = read([good, good, good], [good, good, good, good, good]);
    expect(args?.uint('number')).toBe(18n);
    expect(() => args?.uint('to')).toThrow('to is no number');
    expect(() => args?.address('amount')).toThrow('amount is no text');
    expect(() => args?.tuple('to')).toThrow('to is no tuple');
    expect(() => args?.uint('nobody')).toThrow('nobody is no number');
  });

  it.each(['event A(string memo)', 'event A((uint256 a) pair)', 'event A(uint256[] list)', 'event A(address)'])(
    'is none with arguments of another length or without names: %s',
    (event) => {
      expect(staticEvent(EventFragment.from(event))).toBeUndefined();
    },
  );
});

describe.skipIf(!HAS_RECORDS)('events of words in recorded logs', () => {
  it('are read as a full decoder reads them', async () => {
    const index = createRuleIndex(PROTOCOLS);
    let compared = 0;
    for (const { receipt } of await recordedFacts()) {
      for (const { topics, data } of receipt?.logs ?? []) {
        for (const ready of index.logRules(topics[0] ?? '')) {
          const args = ready.topics === topics.length ? ready.words?.read(topics, data) : undefined;
          if (args === undefined) continue;
          const full = argsOf(ready.abi.decodeEventLog(ready.event, data, [...topics]));
          expect(told(args, ready.event)).toEqual(told(full, ready.event));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
