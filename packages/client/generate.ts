import { writeFile } from 'node:fs/promises';
import { generateTypes } from './test/generate-types.ts';

// Usage: node packages/client/generate.ts. Writes the types of the API anew; a test fails while they are out of date.
await writeFile(new URL('./src/api.generated.ts', import.meta.url), await generateTypes());
