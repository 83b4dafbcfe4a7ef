import type { Address } from '@fundtrail/core';
import { parseEther } from 'ethers';
import type { Cast } from './cast.ts';
import { borrowerCode, lenderCode, mixerCode, vaultCode } from './contracts.ts';
import { LOAN_FEE, MIXER_DENOMINATION } from './scenes.ts';
import { CALL_GAS, type Stage } from './stage.ts';

const VAULT_MONEY = parseEther('2500');
const LENDER_MONEY = parseEther('1000');

/** What is there before the theft, beside the market. */
export type Services = {
  readonly vault: Address;
  readonly mixer: Address;
  readonly lender: Address;
  readonly borrower: Address;
};

/** Creates them and fills vault and lender. */
export async function openServices(stage: Stage, cast: Cast): Promise<Services> {
  const vault = await stage.create(cast.victim, vaultCode());
  await stage.act({ from: cast.victim, to: vault, value: VAULT_MONEY, gas: CALL_GAS });
  const mixer = await stage.create(cast.maker, mixerCode(MIXER_DENOMINATION));
  const lender = await stage.create(cast.lenderOwner, lenderCode(LOAN_FEE));
  await stage.act({ from: cast.lenderOwner, to: lender, value: LENDER_MONEY, gas: CALL_GAS });
  const borrower = await stage.create(cast.lenderOwner, borrowerCode(lender, LOAN_FEE));
  return { vault, mixer, lender, borrower };
}
