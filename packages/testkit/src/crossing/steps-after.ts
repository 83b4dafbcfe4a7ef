import { parseEther } from 'ethers';
import { sendToken } from '../contracts/erc20.ts';
import { sentMessage } from './cctp.ts';
import { owe, payOnEvm } from './cross.ts';
import type { Play } from './scenery.ts';

const GAS_MONEY = parseEther('0.01');
/** Base units of USDC that the thief keeps on either chain. */
const KEPT_ON_B = 1_500_000_000n;
const KEPT_ON_C = 500_000_000n;

export async function payoutUsdc(play: Play): Promise<void> {
  const { cctpB, cast, b, record } = play;
  const asset = `AVAX.USDC-${cctpB.usdc.toUpperCase()}`;
  owe(play, 'usdc', { chain: 'AVAX', asset, to: cast.landing });
  const { tx, amount } = await payOnEvm(play, 'usdc', cctpB.usdc);
  await record.evm('payout_usdc', b, tx, [{ kind: 'arrived', asset: cctpB.usdc, amount }]);
}

export async function payoutAvax(play: Play): Promise<void> {
  const { cast, b, record } = play;
  owe(play, 'avax', { chain: 'AVAX', asset: 'AVAX.AVAX', to: cast.landing });
  const { tx, amount } = await payOnEvm(play, 'avax', 'native');
  await record.evm('payout_avax', b, tx, [{ kind: 'arrived', asset: 'native', amount }]);
}

export async function burn(play: Play): Promise<void> {
  const { cctpB, cast, b, record } = play;
  const amount = b.stage.book.balance(cast.landing, cctpB.usdc) - KEPT_ON_B;
  const [approval, hash] = await cctpB.burn(cast.landing, cast.runner, amount);
  await record.evm('burn', b, approval, [], 'thief');
  await record.evm('burn', b, hash, [{ kind: 'left', asset: cctpB.usdc, amount }], 'thief');
  const { nonce } = await sentMessage(b, hash);
  record.link({
    name: 'cctp',
    protocol: 'cctp',
    key: `${cctpB.domain}:${nonce}`,
    state: 'pending',
    source: { side: 'source', chain: b.id, tx: hash, account: cast.landing, asset: cctpB.usdc, amount },
    arrivals: [],
  });
}

/** A relayer brings the message across, and pays for it. */
export async function mint(play: Play): Promise<void> {
  const { cctpC, cast, b, c, record } = play;
  const { source } = record.linkOf('cctp');
  const { message } = await sentMessage(b, source.tx);
  const { amount } = source;
  await c.idle();
  const tx = await cctpC.receive(cast.relayer, message, { to: cast.runner, amount });
  const asset = cctpC.usdc;
  record.arrive('cctp', 'arrived', { side: 'destination', chain: c.id, tx, account: cast.runner, asset, amount });
  await record.evm('mint', c, tx, [{ kind: 'arrived', asset, amount }]);
}

export async function cashOut({ cctpC, cast, c, record }: Play): Promise<void> {
  const { stage } = c;
  const gift = await stage.act({ from: cast.funder, to: cast.runner, value: GAS_MONEY });
  await record.evm('cash_out', c, gift, [{ kind: 'clean', asset: 'native', amount: GAS_MONEY }]);
  const asset = cctpC.usdc;
  const amount = stage.book.balance(cast.runner, asset) - KEPT_ON_C;
  const hash = await sendToken(stage, asset, cast.runner, cast.deposit, amount);
  await record.evm('cash_out', c, hash, [{ kind: 'cashed_out', asset, amount }], 'thief');
}

/** The exchange gathers what it was paid, with gas money of its own. */
export async function sweep({ cctpC, cast, c, record }: Play): Promise<void> {
  const { stage } = c;
  const gift = await stage.act({ from: cast.funder, to: cast.deposit, value: GAS_MONEY });
  await record.evm('sweep', c, gift, []);
  const amount = stage.book.balance(cast.deposit, cctpC.usdc);
  const hash = await sendToken(stage, cctpC.usdc, cast.deposit, cast.hotWallet, amount);
  await record.evm('sweep', c, hash, []);
}
