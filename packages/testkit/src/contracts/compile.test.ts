import { expect, test } from 'vitest';
import { compileContracts } from './compile.ts';
import { COMPILED } from './compiled.generated.ts';

test('the compiled contracts are what their sources say', () => {
  expect(compileContracts()).toEqual(COMPILED);
});
