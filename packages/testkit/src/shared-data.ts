import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROJECT_ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Path of a file or folder of the shared real data, which lies beside the project, or undefined where it is missing. */
export function sharedData(path: string): string | undefined {
  const full = fileURLToPath(new URL(`../shared/data/${path}`, `file://${PROJECT_ROOT}`));
  return existsSync(full) ? full : undefined;
}
