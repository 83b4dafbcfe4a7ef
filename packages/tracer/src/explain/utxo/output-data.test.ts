import { describe, expect, it } from 'vitest';
import { outputData } from './output-data.ts';

const ascii = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

describe('what an OP_RETURN carries', () => {
  it.each<[string, string, string, string | null]>([
    ['text', `6a05${ascii('hello')}`, ascii('hello'), 'hello'],
    ['text in other letters', `6a06${ascii('привет').slice(0, 12)}`, ascii('при'), 'при'],
    ['text in several pushes', `6a02${ascii('ab')}01${ascii('c')}`, ascii('abc'), 'abc'],
    ['a long push', `6a4c50${ascii('x'.repeat(80))}`, ascii('x'.repeat(80)), 'x'.repeat(80)],
    ['bytes that are no text', '6a04ff00ff00', 'ff00ff00', null],
    ['text that a terminal would obey', `6a041b5b324a`, '1b5b324a', null],
    ['text that turns around what is read', `6a05e280ae${ascii('ab')}`, `e280ae${ascii('ab')}`, null],
    ['numbers by opcode beside a push (Runes)', '6a5d0214c0', '14c0', null],
    ['nothing', '6a', '', null],
    ['a push that is cut: all that is there', '6a0561', '0561', null],
  ])('is told of %s', (_what, script, hex, text) => {
    expect(outputData(`0x${script}`)).toEqual({ hex, text });
  });

  it('is told of no other script', () => {
    expect(outputData(`0x76a914${'00'.repeat(20)}88ac`)).toBeUndefined();
    expect(outputData('0x')).toBeUndefined();
  });
});
