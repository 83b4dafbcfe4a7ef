import { type ChainId, InputError, parseChain } from '@fundtrail/core';

export type SourceOptions = {
  readonly dataset?: string;
  readonly explorer?: string;
  readonly rpc?: string;
  readonly esplora?: string;
  readonly chain?: string;
};

/** Sources that an option of their name gives the URL of. */
const NAMED_KINDS = ['explorer', 'rpc', 'esplora'] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

/** Where a person wants facts from. `configured`: whatever the environment names for the chain. */
export type SourceChoice =
  | { readonly kind: 'dataset'; readonly path: string }
  | { readonly kind: NamedKind; readonly url: string }
  | { readonly kind: 'configured' };

/** @throws InputError when two sources are named, or a URL is none */
export function readSourceChoice(options: SourceOptions): SourceChoice {
  const given = (['dataset', ...NAMED_KINDS] as const).filter((name) => options[name] !== undefined);
  if (given.length > 1) {
    throw new InputError(
      `${given.map((name) => `--${name}`).join(' and ')} are both given`,
      {},
      { remedy: 'A case has one source: name one of them.' },
    );
  }
  if (options.dataset !== undefined) return { kind: 'dataset', path: options.dataset };
  for (const kind of NAMED_KINDS) {
    const url = options[kind];
    if (url !== undefined) return { kind, url: readUrl(url, `--${kind}`) };
  }
  return { kind: 'configured' };
}

export function readChain(options: SourceOptions): ChainId | undefined {
  return options.chain === undefined ? undefined : parseChain(options.chain, '--chain');
}

// The text is not repeated: it can hold a key.
function readUrl(text: string, field: string): string {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return text;
  throw new InputError('this is not an http(s) URL', { field }, { remedy: 'Write it like https://host/api.' });
}
