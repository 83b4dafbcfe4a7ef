import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generateTypes } from './generate-types.ts';

test('the generated types are those of the API as it is (else: node packages/client/generate.ts)', async () => {
  const stored = await readFile(new URL('../src/api.generated.ts', import.meta.url), 'utf8');
  expect(stored).toBe(await generateTypes());
});
