import type { Address } from '@fundtrail/core';
import { Interface, id } from 'ethers';
import { type Artefact, publishedContract } from '../contracts/artefact.ts';
import { assemble, creationOf } from './assemble.ts';

const ARTEFACTS = {
  /** Uniswap V2, as on mainnet. */
  factory: '@uniswap/v2-core/build/UniswapV2Factory.json',
  router: '@uniswap/v2-periphery/build/UniswapV2Router02.json',
  /** The ERC-20 of Uniswap's own tests: 18 decimals, fixed supply. */
  token: '@uniswap/v2-periphery/build/ERC20.json',
  /** WETH9 as on mainnet; that of Uniswap's tests takes no plain payments. */
  weth: 'canonical-weth/build/contracts/WETH9.json',
} as const;

/** Reads a published contract from its npm package. */
export function readArtefact(name: keyof typeof ARTEFACTS): Artefact {
  return publishedContract(ARTEFACTS[name]);
}

export const VAULT_ABI = new Interface(['function withdraw(address to, uint256 amount)']);
export const MIXER_ABI = new Interface([
  'function deposit(bytes32 commitment) payable',
  'event Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp)',
]);
export const LENDER_ABI = new Interface(['function flash(uint256 amount)']);

/** A bridge's vault with the fault that loses it: it pays whom the caller names, without asking who calls. */
export function vaultCode(): string {
  return creationOf(
    assemble(`
      CALLDATASIZE @withdraw JUMPI STOP
      withdraw:
      0 0 0 0 0x24 CALLDATALOAD 0x04 CALLDATALOAD GAS CALL
      @paid JUMPI 0 0 REVERT
      paid: STOP`),
  );
}

/** A pool as Tornado's are seen from outside: one denomination, a commitment per deposit, the same Deposit event. */
export function mixerCode(denomination: bigint): string {
  return creationOf(
    assemble(`
      CALLVALUE ${denomination} EQ @exact JUMPI 0 0 REVERT
      exact:
      0 SLOAD DUP1 0 MSTORE 1 ADD 0 SSTORE
      TIMESTAMP 0x20 MSTORE
      0x04 CALLDATALOAD ${id('Deposit(bytes32,uint32,uint256)')} 0x40 0 LOG2
      STOP`),
  );
}

/** A lender for the length of one transaction: it pays the caller and reverts unless it got that and a fee back. */
export function lenderCode(fee: bigint): string {
  return creationOf(
    assemble(`
      CALLDATASIZE @flash JUMPI STOP
      flash:
      SELFBALANCE ${fee} ADD
      0 0 0 0 0x04 CALLDATALOAD CALLER GAS CALL
      ISZERO @refuse JUMPI
      SELFBALANCE LT @refuse JUMPI STOP
      refuse: 0 0 REVERT`),
  );
}

/** What a wallet lends its name to by EIP-7702: it pays a lender back at once, with the fee, and takes all else as it comes. */
export function borrowerCode(lender: Address, fee: bigint): string {
  return creationOf(
    assemble(`
      CALLER ${lender} EQ @repay JUMPI STOP
      repay:
      0 0 0 0 ${fee} CALLVALUE ADD CALLER GAS CALL
      @paid JUMPI 0 0 REVERT
      paid: STOP`),
  );
}
