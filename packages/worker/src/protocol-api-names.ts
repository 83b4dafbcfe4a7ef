import { listApis } from '@fundtrail/bridges';
import { InputError } from '@fundtrail/core';
import type { EnvironmentName } from './environment-table.ts';

/** APIs of protocols that may be asked, by name; undefined: at their own address. */
export type ProtocolApiUrls = ReadonlyMap<string, string | undefined>;

const ALL = 'all';
const NEXT_ENTRY = /[\s,]+(?=[a-z0-9_-]+(?:=https?:\/\/|[\s,]|$))/;
const ENTRY = /^([a-z0-9_-]+)(?:=(.+))?$/s;

/**
 * `all`, or names by comma, each with another address than its own behind `=` where there is one.
 * @throws InputError that names an entry by its number and does not repeat it, because it can hold a key
 */
export function readProtocolApis(text: string | undefined, field: EnvironmentName): ProtocolApiUrls {
  const known = listApis();
  const urls = new Map<string, string | undefined>();
  for (const [at, entry] of (text === undefined ? [] : text.split(NEXT_ENTRY)).entries()) {
    const [, name = '', url] = ENTRY.exec(entry) ?? [];
    if (name === ALL && url === undefined) {
      for (const api of known) if (!urls.has(api)) urls.set(api, undefined);
      continue;
    }
    if (!known.includes(name)) {
      throw new InputError(
        `entry ${at + 1} is the API of no protocol`,
        { field },
        { remedy: `Write all, or names by comma, with or without =https://…: ${known.join(', ')}.` },
      );
    }
    if (url !== undefined && !isBase(url)) {
      throw new InputError(
        `entry ${at + 1} has an address that is none, or that carries a user, a password or a query`,
        { field },
        { remedy: 'Write it like midgard=https://host/path.' },
      );
    }
    if (urls.get(name) !== undefined)
      throw new InputError(`names ${name} twice`, { field }, { remedy: 'Keep one of them.' });
    urls.set(name, url);
  }
  return urls;
}

/** Whether paths can be put behind it. */
function isBase(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return [url.username, url.password, url.search, url.hash].every((part) => part === '');
}
