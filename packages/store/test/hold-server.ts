// A process that uses the embedded server of the directory it is given until its standard input ends.
import { createLogger, FundtrailError } from '@fundtrail/core';
import { startEmbeddedPostgres } from '@fundtrail/store';

try {
  const server = await startEmbeddedPostgres({
    dataDir: process.argv[2] ?? '',
    logger: createLogger({ level: 'silent' }),
    volatile: process.argv[3] === 'volatile',
  });
  process.stdout.write(`${JSON.stringify({ joined: server.joined, connectionString: server.connectionString })}\n`);
  for await (const _ of process.stdin);
  await server.stop();
} catch (error) {
  if (!(error instanceof FundtrailError)) throw error;
  process.stdout.write(`${JSON.stringify({ code: error.code, remedy: error.remedy })}\n`);
}
