import { FEE_MODELS, InputError, parseAddress, parseChain } from '@fundtrail/core';
import { z } from 'zod';

const count = z.int('is not a whole number').positive('is not above 0');

/** Says what is wrong with a text in the words of its parser, without repeating the text: it could be a URL in the wrong place. */
function parsedBy(parse: (text: string) => string, fault: string) {
  return z.string('is not a text').transform((text, context) => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      context.addIssue({ code: 'custom', message: fault, params: { remedy: error.remedy } });
      return z.NEVER;
    }
  });
}

const chain = parsedBy((text) => parseChain(text), 'is not the CAIP-2 id of an EVM or UTXO chain');
/** EVM chains share one form of address; which chain is asked does not matter. */
const address = parsedBy((text) => parseAddress(text, 'eip155:1'), 'is not an EVM address');
const url = z.string('is not a text').refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: 'is not an http(s) URL',
  params: { remedy: 'Begin it with http:// or https:// and name a host.' },
});

const where = {
  chain: chain.optional(),
  chains: z.union([z.literal('all'), z.array(chain).nonempty()], 'is neither all nor a list of chains').optional(),
};
const common = {
  ...where,
  url,
  rps: z.number('is not a number').positive('is not above 0').optional(),
  burst: count.optional(),
};

const rpc = z.strictObject({
  kind: z.literal('rpc'),
  ...common,
  max_log_range: count.optional(),
  archive: z.boolean('is neither true nor false').optional(),
  traces: z.enum(['trace', 'debug', 'none'], 'is not one of trace, debug, none').optional(),
});

const explorer = z.strictObject({
  kind: z.literal('explorer'),
  ...common,
  key: z.string('is not a text; write numbers in quotes').min(1, 'is empty').optional(),
  row_cap: count.optional(),
});

const esplora = z.strictObject({ kind: z.literal('esplora'), ...common });

const version = z.int('is not a whole number').min(0, 'is below 0').max(255, 'is above 255');
/** Versions and prefix of a UTXO chain's addresses, as its chainparams.cpp has them. */
const addresses = z.strictObject({
  key_hash: version,
  script_hash: z.tuple([version], version, 'is not a list of version bytes'),
  bech32: z
    .string('is not a text')
    .regex(/^[a-z][a-z0-9]{0,19}$/, 'is not a prefix of lower-case letters')
    .nullable()
    .optional(),
});

const wrapped = z.union(
  [
    address.transform((text) => ({ address: text, events: 'both' as const })),
    z.strictObject({ address, events: z.enum(['deposit_withdrawal', 'transfer', 'both']) }),
  ],
  'is neither an address nor {address, events: deposit_withdrawal | transfer | both}',
);

const definition = z.strictObject({
  id: chain,
  name: z.string('is not a text').min(1, 'is empty').max(60, 'is longer than 60 characters').optional(),
  native: z
    .strictObject({
      symbol: z.string('is not a text').regex(/^[\x21-\x7e]{1,20}$/, 'is not a symbol of at most 20 letters'),
      decimals: z.int('is not a whole number').min(0).max(77).optional(),
      slip44: z
        .int('is not a whole number')
        .min(0)
        .max(2 ** 31 - 1)
        .optional(),
    })
    .optional(),
  wrapped: z.array(wrapped).optional(),
  block_time_ms: count.optional(),
  finality: z
    .union([z.enum(['finalized', 'safe']), count], 'is neither finalized nor safe nor a number of blocks')
    .optional(),
  reorg_window: count.optional(),
  fee: z.enum(FEE_MODELS, `is not one of ${FEE_MODELS.join(', ')}`).optional(),
  addresses: addresses.optional(),
});

/** What a configuration file may hold. Whatever is not named here is refused. */
export const configurationSchema = z.strictObject({
  chains: z.array(definition).optional(),
  providers: z
    .array(z.discriminatedUnion('kind', [rpc, explorer, esplora], 'is not one of rpc, explorer, esplora'))
    .optional(),
  pools: z.record(z.string(), z.strictObject({ quorum: count })).optional(),
});

export type ConfigurationFile = z.infer<typeof configurationSchema>;
export type ProviderEntry = NonNullable<ConfigurationFile['providers']>[number];
export type ChainEntry = NonNullable<ConfigurationFile['chains']>[number];
