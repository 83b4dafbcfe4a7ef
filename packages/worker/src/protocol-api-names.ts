import { listApis } from '@fundtrail/bridges';
import { InputError } from '@fundtrail/core';
import type { EnvironmentName } from './environment-table.ts';

/** APIs of protocols that may be asked, by name; undefined: at their own address. */
export type ProtocolApiUrls = ReadonlyMap<string, string | undefined>;

const ALL = 'all';
const NEXT_ENTRY = /[\s,]+(?=[a-z0-9_-]+(?:=https?:\/\/|[\s,]|$))/;
const ENTRY = /^([a-z0-9_-]+)(?:=(https?:\/\/.+))?$/s;

/** `all`, or names by comma, each with another address than its own behind `=` where there is one. @throws InputError */
export function readProtocolApis(text: string | undefined, field: EnvironmentName): ProtocolApiUrls {
  const known = listApis();
  const urls = new Map<string, string | undefined>();
  for (const entry of text === undefined ? [] : text.split(NEXT_ENTRY)) {
    const [, name = '', url] = ENTRY.exec(entry) ?? [];
    if (name === ALL && url === undefined) {
      for (const api of known) if (!urls.has(api)) urls.set(api, undefined);
      continue;
    }
    if (!known.includes(name)) {
      throw new InputError(
        `${JSON.stringify(name === '' ? entry.slice(0, 20) : name)} is the API of no protocol`,
        { field },
        { remedy: `Write all, or names by comma, with or without =https://…: ${known.join(', ')}.` },
      );
    }
    if (urls.get(name) !== undefined)
      throw new InputError(`names ${name} twice`, { field }, { remedy: 'Keep one of them.' });
    urls.set(name, url);
  }
  return urls;
}
