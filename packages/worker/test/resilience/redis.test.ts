import { redisUrl } from '@fundtrail/testkit';
import { describe } from 'vitest';
import { testSeed } from './seed.ts';
import { resilienceSuite } from './suite.ts';

// Where no Redis is installed this half is shown as skipped.
const installed = (await redisUrl()) !== undefined;

describe.skipIf(!installed)('with Redis', () => resilienceSuite('redis', testSeed()));
