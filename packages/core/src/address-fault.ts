/** Why a text is no address, and what to do about it, both in plain words: a fault reads on from "is not an address of …: ". */
export type AddressFault = { readonly fault: string; readonly remedy: string };
