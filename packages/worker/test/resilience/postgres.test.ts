import { testSeed } from './seed.ts';
import { resilienceSuite } from './suite.ts';

resilienceSuite('postgres', testSeed());
