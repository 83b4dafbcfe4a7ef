import { expect, test } from 'vitest';
import { sharedData } from '../../shared-data.ts';
import { serveRecordedMidgard } from './serve-recorded-midgard.ts';

const BYBIT = {
  inbound: '6F708AFC717FCE07A9C116D7D359A202E1765AF40BB1DDBFACDFBDF908E7F2AA',
  outbound: '77584AEF1478AE7FF73A0DACAE3086CF28F6B55E017FC1EAC0981BB6D9B731C4',
  sender: '0xb21e59b3d4e4d6c5247325dc5fbedbc89afc69f4',
} as const;

test.runIf(sharedData('bybit-2025') !== undefined)(
  'serves recorded actions by either transaction or address, and nothing that was not recorded',
  async () => {
    const server = await serveRecordedMidgard();
    try {
      const get = async (path: string): Promise<Record<string, unknown> & { readonly status: number }> => {
        const response = await fetch(`${server.url}${path}`);
        return { ...((await response.json()) as object), status: response.status };
      };
      const found = await get(`/v2/actions?txid=${BYBIT.inbound}`);
      expect(found).toMatchObject({
        count: '1',
        actions: [{ type: 'swap', out: [{ txID: BYBIT.outbound, coins: [{ amount: '121327264' }] }] }],
      });
      expect(await get(`/v2/actions?txid=${BYBIT.outbound.toLowerCase()}`)).toEqual(found);
      expect(await get(`/v2/actions?address=${BYBIT.sender}`)).toEqual(found);
      expect((await get(`/v2/actions?txid=${'E'.repeat(64)}`)).status).toBe(404);
      const incomplete = '28833B25B58B1907A3E4171E991DEB5E168A98829810F1215E0959D59BDD7CF5';
      expect(await get(`/thorchain/tx/${incomplete}`)).toMatchObject({ observed_tx: { status: 'incomplete' } });
      expect(server.actions.length).toBeGreaterThan(200);
    } finally {
      await server.close();
    }
    const maya = await serveRecordedMidgard('maya');
    try {
      const [first] = maya.actions;
      const found = await fetch(`${maya.url}/v2/actions?txid=${first?.in[0]?.txID}`);
      expect(await found.json()).toMatchObject({ actions: [first] });
      const addresses = (await (await fetch(`${maya.url}/mayachain/inbound_addresses`)).json()) as readonly unknown[];
      expect(addresses.length).toBeGreaterThan(1);
    } finally {
      await maya.close();
    }
  },
);
