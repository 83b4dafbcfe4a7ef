/** What computed a result; `ruleset` changes whenever the same facts could give other amounts. */
export const ENGINE = { version: '0.1.0', ruleset: 'taint-1' } as const;
