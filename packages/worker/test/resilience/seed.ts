const DEFAULT_SEED = 1;

/** Of the made world, its faults and the moments of the kills; another one where FUNDTRAIL_TEST_SEED says so. */
export function testSeed(): number {
  const text = process.env.FUNDTRAIL_TEST_SEED ?? '';
  if (text === '') return DEFAULT_SEED;
  if (!/^[0-9]{1,9}$/.test(text)) throw new Error(`FUNDTRAIL_TEST_SEED: ${text} is no whole number`);
  return Number(text);
}
