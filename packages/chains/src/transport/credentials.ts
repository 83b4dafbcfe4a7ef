/** A URL without its user and password, which fetch refuses there, and the header that carries them instead. */
export function takeCredentials(given: URL): {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
} {
  const url = new URL(given);
  url.username = '';
  url.password = '';
  if (given.username === '' && given.password === '') return { url, headers: {} };
  const credentials = Buffer.from(`${decoded(given.username)}:${decoded(given.password)}`).toString('base64');
  return { url, headers: { authorization: `Basic ${credentials}` } };
}

/** A part of a URL as it was meant; as it stands where it is not encoded rightly. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
