import { beforeEach, describe, expect, test, vi } from 'vitest';
import { InputError, InvariantError } from '../errors.ts';

// Chains are defined once per process: each test has a process's worth of modules of its own.
let core: typeof import('../index.ts');
beforeEach(async () => {
  vi.resetModules();
  core = await import('../index.ts');
});

const HYPER = { id: 'eip155:999', name: 'HyperEVM', slip44: 2457, symbol: 'HYPE' } as const;

describe('a chain that the installation defines', () => {
  test('has its own name and native asset everywhere, and the usual where nothing is said', () => {
    core.defineChains([HYPER]);
    expect(core.chainInfo('eip155:999')).toMatchObject({ ...HYPER, decimals: 18, reorgWindow: 30, fee: 'l1_fee' });
    expect(core.assetId('eip155:999', 'native')).toBe('eip155:999/slip44:2457');
    expect(core.parseAssetRef('eip155:999/slip44:2457', 'eip155:999')).toBe('native');
    expect(() => core.parseAssetRef('eip155:999/slip44:60', 'eip155:999')).toThrow('is not a known asset form');
  });

  test('may change how a chain of the catalogue is read, and leaves the rest', () => {
    const before = core.chainInfo('eip155:137');
    core.defineChains([{ id: 'eip155:137', reorgWindow: 500 }]);
    expect(core.chainInfo('eip155:137')).toEqual({ ...before, reorgWindow: 500 });
  });

  test.each([
    [{ id: 'eip155:1', slip44: 61 }, /slip44: slip44 of eip155:1 is 60, not 61/],
    [{ id: 'eip155:10', decimals: 6 }, /decimals: decimals of eip155:10 is 18, not 6/],
  ])('cannot contradict the native asset of the catalogue: %o', (definition, message) => {
    expect(() => core.defineChains([HYPER, definition])).toThrow(message);
    expect(core.chainInfo(HYPER.id).name).toBe(HYPER.id);
  });

  test('may be defined again alike, never otherwise', () => {
    core.defineChains([HYPER]);
    core.defineChains([{ ...HYPER }]);
    const again = (): void => core.defineChains([{ ...HYPER, reorgWindow: 5 }]);
    expect(again).toThrow(expect.objectContaining({ name: InputError.name }));
    expect(core.chainInfo(HYPER.id).reorgWindow).toBe(30);
  });

  test('cannot come after ids were made without it', () => {
    expect(core.assetId('eip155:424242', 'native')).toBe('eip155:424242/slip44:60');
    expect(() => core.defineChains([HYPER])).toThrow(expect.objectContaining({ name: InvariantError.name }));
    core.defineChains([{ id: 'eip155:424242', reorgWindow: 5 }]);
    expect(core.chainInfo('eip155:424242').reorgWindow).toBe(5);
  });
});
