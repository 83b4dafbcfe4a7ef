export * from './delivery/delivery.ts';
export {
  type AlertCase,
  alertKey,
  type DepositAlertInput,
  type DepositFinality,
  depositAlert,
} from './deposit/deposit-alert.ts';
export type { PathHop } from './deposit/deposit-path.ts';
export { type Deposit, type DepositFlow, findDeposits } from './deposit/find-deposits.ts';
export { type AllowList, parseAllowList } from './egress/allow-list.ts';
export { createEgress, type Egress, EgressRefusedError } from './egress/egress.ts';
export * from './endpoints/endpoints.ts';
export * from './events.ts';
export { type InstallationKeySource, loadInstallationKey } from './installation-key.ts';
export { type AlertState, type AlertStep, judgeAlerts, type ShownDeposit } from './lifecycle/judge-alerts.ts';
export { type RetractionReason, retraction } from './lifecycle/retraction.ts';
export { casesToConfirm, readAlerts, type StoredAlert, writeAlerts } from './lifecycle/told-alerts.ts';
export { enqueueOutbox, eventId, type Queryable } from './outbox.ts';
export { createSealer, type Sealer } from './sealer.ts';
export { makeEndpointSecret, signStandardWebhook, type WebhookHeaders } from './signing.ts';
