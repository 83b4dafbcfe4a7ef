import { expect, test } from 'vitest';
import { openChain } from './chain.ts';
import { copyChain } from './copy-chain.ts';
import { keepAll } from './reorg.ts';
import { startAnvil } from './start-anvil.ts';

test('a copy has the same blocks as a chain that went through reorganisations, but not the abandoned ones', async () => {
  const timestamp = 1_700_000_000;
  const [first, second] = await Promise.all([
    startAnvil({ timestamp, secondsBetweenBlocks: 12 }),
    startAnvil({ timestamp, order: 'fifo' }),
  ]);
  try {
    const [chain, copy] = [openChain(first.url), openChain(second.url)];
    await chain.ask('anvil_autoImpersonateAccount', [true]);
    const [one, other] = (await chain.ask('eth_accounts')) as [string, string];
    const pay = { value: '0x1', gas: '0x5208', gasPrice: '0x77359400' };
    for (const from of [one, other, one, other, one]) await chain.send({ ...pay, from, to: `0x${'ab'.repeat(20)}` });
    await chain.reorg(4, (abandoned) => [[], [], keepAll(abandoned).flat(), []]);
    await chain.reorg(2, keepAll);
    await chain.mine(2);
    const seen: number[] = [];
    await copyChain({ from: first.url, to: second.url, onBlock: (block) => void seen.push(block.number) });
    const height = await chain.height();
    expect(seen).toEqual(Array.from({ length: height }, (_, place) => place + 1));
    for (const number of seen) expect(await copy.block(number)).toEqual(await chain.block(number));
    await expect(copyChain({ from: first.url, to: second.url })).rejects.toThrow();
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
});
