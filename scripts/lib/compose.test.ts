import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkCompose, composeVariables } from './compose.ts';

const ROOT = join(import.meta.dirname, '../..');
const COMPOSE = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');

describe('the compose file', () => {
  test('keeps the rules of service mode', () => {
    expect(checkCompose(COMPOSE, ROOT)).toEqual([]);
  });

  test.each([
    [
      'a default password',
      '${REDIS_PASSWORD:?REDIS_PASSWORD is not set, put it into .env}',
      '${REDIS_PASSWORD:-redis}',
    ],
    ['a secret that may be missing', /\$\{FUNDTRAIL_SECRET_KEY:\?[^}]*\}/, '${FUNDTRAIL_SECRET_KEY}'],
    ['a port for everybody', '"127.0.0.1:${FUNDTRAIL_API_PORT', '"${FUNDTRAIL_API_PORT'],
    ['a floating image', 'postgres:18.4-bookworm', 'postgres:latest'],
    ['new privileges', 'security_opt: [no-new-privileges:true]', 'security_opt: []'],
    ['a volume that nobody declares', 'postgres:/var/lib/postgresql', 'data:/var/lib/postgresql'],
    ['a file that is not there', './infra/redis.conf', './infra/missing.conf'],
    ['a start before the migration', 'service_completed_successfully', 'service_started'],
    ['a dependency that does not exist', 'redis: { condition', 'cache: { condition'],
    ['a missing Dockerfile', 'infra/Dockerfile', 'infra/Containerfile'],
    ['no services', 'services:', 'others:'],
  ])('is refused with %s', (_what, from, to) => {
    const changed = COMPOSE.replace(from, () => to);
    expect(changed).not.toBe(COMPOSE);
    expect(checkCompose(changed, ROOT).length).toBeGreaterThan(0);
  });

  test('says which variables it takes from the environment', () => {
    const text = 'a: ${ONE:?ONE is not set}\nb: "$${NOT_MINE} ${TWO}"\n';
    expect([...composeVariables(text)]).toEqual(['ONE', 'TWO']);
  });
});
