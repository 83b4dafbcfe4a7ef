import type { Sealer as SecretSealer } from '@fundtrail/alerts';
import type { Sealer } from '@fundtrail/tracer';

const URL_SUBJECT = 'source-url';

/** Seals the URLs of sources, which can hold keys, as text. */
export function sealUrls(sealer: SecretSealer): Sealer {
  return {
    seal: (text) => sealer.sealSecret(text, URL_SUBJECT).toString('base64'),
    open: (sealed) => sealer.openSecret(Buffer.from(sealed, 'base64'), URL_SUBJECT),
  };
}
