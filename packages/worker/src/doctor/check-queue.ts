import type { Context } from '@fundtrail/core';
import { createQueues, inspectRedis, type QueueOptions, type RedisState } from '@fundtrail/queue';
import { type Finding, findingsAbout } from './finding.ts';

const OLDEST_VERSION = 7;
const MEMORY_WARN = 0.9;

const { ok, warn, fail } = findingsAbout('queue');

/** Where jobs lie, whether they are safe there, and how many gave up. @throws FundtrailError `queue_unreachable` */
export async function checkQueue(options: QueueOptions, context: Context): Promise<readonly Finding[]> {
  const findings = options.backend === 'redis' ? redisFindings(await inspectRedis(options.url)) : [];
  const queues = createQueues(options, context);
  try {
    await queues.ready();
    const counts = Object.entries(await queues.counts());
    const waiting = counts.reduce((sum, [, count]) => sum + count.waiting + count.delayed, 0);
    const active = counts.reduce((sum, [, count]) => sum + count.active, 0);
    const failed = counts.filter(([, count]) => count.failed > 0).map(([name, count]) => `${count.failed} ${name}`);
    const place = options.backend === 'redis' ? 'Redis' : 'PostgreSQL';
    return [
      ...findings,
      ok('reachable', `jobs lie in ${place}: ${waiting} wait, ${active} run`),
      ...(failed.length === 0
        ? []
        : [
            warn('failed', `jobs gave up: ${failed.join(', ')}`, {
              consequence: 'They are made again from PostgreSQL when their case goes on.',
              remedy: 'See the logs of the workers for their errors.',
            }),
          ]),
    ];
  } finally {
    await queues.close();
  }
}

function redisFindings(state: RedisState): readonly Finding[] {
  const { name, version, evictionPolicy, usedBytes, maxBytes, isReplica } = state;
  const findings: Finding[] = [];
  const tooOld = Number(version.split('.')[0]) < OLDEST_VERSION;
  findings.push(
    tooOld
      ? fail('version', `${name} ${version} is older than ${OLDEST_VERSION}`, {
          consequence: 'The queue may not work.',
          remedy: `Use Redis or Valkey ${OLDEST_VERSION} or newer.`,
        })
      : ok('version', `${name} ${version}`),
  );
  if (isReplica) {
    findings.push(
      fail('replica', 'this is a replica', {
        consequence: 'No job can be written.',
        remedy: 'Name the primary in REDIS_URL.',
      }),
    );
  }
  findings.push(
    evictionPolicy === 'noeviction'
      ? ok('eviction', 'jobs are never thrown away')
      : warn('eviction', `may throw jobs away when its memory is full (${evictionPolicy})`, {
          consequence: 'Cases wait until their jobs are made again from PostgreSQL.',
          remedy: 'redis-cli config set maxmemory-policy noeviction',
        }),
  );
  if (maxBytes > 0 && usedBytes > maxBytes * MEMORY_WARN) {
    findings.push(
      warn('memory', `${Math.round((usedBytes / maxBytes) * 100)} % of its memory are used`, {
        consequence: 'When it is full, no job can be added.',
        remedy: 'Raise maxmemory.',
      }),
    );
  }
  return findings;
}
