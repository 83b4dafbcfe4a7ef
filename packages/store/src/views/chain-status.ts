import type { View } from './views.ts';

export const CHAIN_STATUS: View = {
  name: 'chain_status',
  comment: 'How far each chain is followed, by each source it is followed from.',
  query: `
    select c.caip2 as chain,
      f.source,
      f.head,
      to_timestamp(f.head_time) as head_time,
      f.block as followed_block,
      f.finalized,
      greatest(f.head - f.block, 0) as lag,
      f.halted,
      f.reorgs,
      f.seen_at as updated
    from facts.follows f
    join facts.chains c on c.id = f.chain_id`,
  columns: {
    chain: 'CAIP-2 id of the chain',
    source: 'Id of the source that it is followed from, without credentials',
    head: 'Highest block that the source has told of; null before it was asked',
    head_time: 'Time of that block',
    followed_block: 'Block up to which every block was read and matched; null before the first',
    finalized: 'Highest block that cannot be taken back any more',
    lag: 'Blocks between the head and the followed block',
    halted: 'Why following stopped until someone lets it go on; null while it goes on',
    reorgs: 'How often blocks that had been read were taken back',
    updated: 'When the source was last heard',
  },
};
