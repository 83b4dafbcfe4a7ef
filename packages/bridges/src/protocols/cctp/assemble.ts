import type { Draft, DraftLeg, TransactionContext } from '../../adapter.ts';
import { foreignAccount, topicOf } from '../../decode/foreign-account.ts';
import { chainOfDomain, domainOf } from './domains.ts';
import type { Burn, Mint, Part, Received, Sent } from './events.ts';
import { contentKey } from './message.ts';

/** Said of every leg of v2: its key is what it holds, not a number. */
export const INTERCHANGEABLE =
  'burns that are equal in all they say are interchangeable: the key cannot tell them apart';

/** Burns with their messages, received messages with what was minted for them. A message is emitted before its burn and after its mint. */
export function assemble(drafts: readonly Draft[], at: TransactionContext): readonly Draft[] {
  const parts = drafts.flatMap((draft) => (draft.part === undefined ? [] : [draft.part as Part]));
  const sent = new Set(parts.filter((part) => part.is === 'sent'));
  const mints = new Set(parts.filter((part) => part.is === 'mint'));
  return drafts.flatMap((draft): readonly Draft[] => {
    if (draft.part === undefined) return [draft];
    const part = draft.part as Part;
    if (part.is === 'burn')
      return [
        sourceLeg(
          at,
          part,
          takeLast(sent, (other) => belongs(part, other)),
        ),
      ];
    if (part.is === 'received') {
      const mint = takeLast(mints, (other) => isMintOf(part, other));
      // A message that mints nothing here carries something else than USDC.
      return mint === undefined ? [] : [destinationLeg(at, part, mint)];
    }
    return [];
  });
}

function takeLast<T extends { readonly log: number }>(parts: Set<T>, fits: (part: T) => boolean): T | undefined {
  const found = [...parts].filter(fits).at(-1);
  if (found !== undefined) parts.delete(found);
  return found;
}

function belongs(burn: Burn, { log, message }: Sent): boolean {
  const { body } = message;
  return (
    log < burn.log &&
    message.version === burn.version &&
    message.nonce === burn.nonce &&
    body.amount === burn.amount &&
    body.mintRecipient === burn.recipient
  );
}

function isMintOf({ log, version, body }: Received, mint: Mint): boolean {
  return (
    mint.log < log &&
    mint.version === version &&
    topicOf(mint.recipient) === body.mintRecipient &&
    mint.amount === body.amount - body.feeExecuted
  );
}

function sourceLeg(at: TransactionContext, burn: Burn, sent: Sent | undefined): DraftLeg {
  const toChain = chainOfDomain(burn.destinationDomain);
  const to = foreignAccount(toChain, burn.recipient);
  const burnt = at.moved({ asset: burn.token, to: burn.token, amount: burn.amount }).length > 0;
  const domain = sent?.message.sourceDomain ?? domainOf(at.chain);
  const unknown = toChain === undefined ? `domain ${burn.destinationDomain} is not known` : undefined;
  return {
    kind: 'leg',
    side: 'source',
    proof: burn.version === 1 ? 'K' : 'D',
    key: sourceKey(burn, sent, domain),
    evidence: `log:${burn.log}`,
    fromChain: at.chain,
    fromAccount: burn.depositor,
    toChain,
    toAccount: to.account,
    // What replaces an earlier message burns nothing.
    ...(burnt ? { asset: burn.token, amount: burn.amount, custody: [burn.token] } : {}),
    minOut: burn.amount - (burn.maxFee ?? 0n),
    fault: unknown ?? to.fault ?? (sent === undefined && burn.version === 2 ? 'the burn has no message' : undefined),
    notes: [
      ...(burn.version === 2 ? [INTERCHANGEABLE] : []),
      ...(burnt ? [] : ['nothing is burnt here: it replaces an earlier message']),
      ...(sent?.message.body.hasHook === true
        ? ['comes with hook data: the recipient may be a contract that acts on it']
        : []),
    ],
  };
}

function sourceKey(burn: Burn, sent: Sent | undefined, domain: number | undefined): string | undefined {
  if (burn.version === 1) return domain === undefined ? undefined : `${domain}:${burn.nonce}`;
  if (sent === undefined) return undefined;
  return contentKey({ ...sent.message, body: sent.message.body.bytes });
}

function destinationLeg(at: TransactionContext, received: Received, mint: Mint): DraftLeg {
  const { version, sourceDomain, body } = received;
  const fromChain = chainOfDomain(sourceDomain);
  const from = foreignAccount(fromChain, body.messageSender);
  const here = domainOf(at.chain);
  const unknown = fromChain === undefined ? `domain ${sourceDomain} is not known` : undefined;
  const noDomain = version === 2 && here === undefined ? `the domain of ${at.chain} is not known` : undefined;
  const content = here === undefined ? undefined : contentKeyOf(received, here, topicOf(mint.messenger));
  return {
    kind: 'leg',
    side: 'destination',
    proof: version === 1 ? 'K' : 'D',
    key: version === 1 ? `${sourceDomain}:${received.nonce}` : content,
    evidence: `log:${received.log}`,
    fromChain,
    fromAccount: from.account,
    toChain: at.chain,
    toAccount: mint.recipient,
    asset: mint.token,
    amount: mint.amount,
    custody: [mint.token],
    fee: version === 1 ? undefined : mint.fee,
    fault: unknown ?? noDomain,
    notes: version === 1 ? [] : [INTERCHANGEABLE, `nonce ${topicOf(received.nonce)}`],
  };
}

function contentKeyOf({ version, sourceDomain, sender, body }: Received, here: number, messenger: string) {
  if (version === 1) return undefined;
  return contentKey({ sourceDomain, destinationDomain: here, sender, recipient: messenger, body: body.bytes });
}
