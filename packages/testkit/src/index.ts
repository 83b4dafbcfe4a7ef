export { type Chain, openChain } from './anvil/chain.ts';
export { type CopyOptions, copyChain } from './anvil/copy-chain.ts';
export type { MinedBlock, MinedTransaction, TransactionRequest } from './anvil/mined.ts';
export { type Keep, keepAll, keepAllBut, keepInLastBlock, keepNone, type Reorg } from './anvil/reorg.ts';
export { type Anvil, type AnvilOptions, startAnvil } from './anvil/start-anvil.ts';
export {
  authorizeBatchWallet,
  type BatchCall,
  type BatchWallet,
  batchWalletAddress,
  deployBatchCode,
} from './contracts/batch-wallet.ts';
export { type Collectibles, deployCollectibles } from './contracts/collectibles.ts';
export { approve, sendNothing, sendToken, transfer, transferData } from './contracts/erc20.ts';
export { deployFeeToken, type FeeToken, type FeeTokenOptions } from './contracts/fee-token.ts';
export { deployFixedPool, type FixedPool } from './contracts/fixed-pool.ts';
export { deployMortalMaker, type MortalMaker } from './contracts/mortal.ts';
export { deployMultisender, type Multisender, type Payment } from './contracts/multisender.ts';
export { deployPayer, type Payer } from './contracts/payer.ts';
export { deployRebasingToken, type RebasingToken } from './contracts/rebasing-token.ts';
export { createSafe, deploySafeContracts, type Safe, type SafeContracts } from './contracts/safe.ts';
export { deployTether, type Tether } from './contracts/tether.ts';
export { deployUniswapV3, type UniswapV3 } from './contracts/uniswap-v3.ts';
export { deployUsdc, type Usdc } from './contracts/usdc.ts';
export { asLitecoin, litecoinOf } from './crossing/as-litecoin.ts';
export { type CrossingStory, createCrossingStory } from './crossing/create-crossing-story.ts';
export type { LocatedAccount } from './crossing/located.ts';
export { CCTP, CHAIN_A, CHAIN_B, CHAIN_C, LITECOIN, THORCHAIN_ROUTERS } from './crossing/places.ts';
export type { JsonServer } from './crossing/serve-json.ts';
export { type CrossingChains, startCrossingChains } from './crossing/start-crossing-chains.ts';
export { STEPS as CROSSING_STEPS, type StepName as CrossingStep } from './crossing/steps.ts';
export type { TakenBack } from './crossing/take-back.ts';
export { createThorchain, type Thorchain } from './crossing/thorchain/network.ts';
export { type RecordedMidgard, serveRecordedMidgard } from './crossing/thorchain/serve-recorded-midgard.ts';
export { serveThorchain } from './crossing/thorchain/serve-thorchain.ts';
export type {
  BadAct,
  BadActor,
  CrossingEnd,
  CrossingEnding,
  CrossingLink,
  CrossingTransaction,
  CrossingTruth,
} from './crossing/truth.ts';
export { createTestDatabase, type TestDatabase } from './databases.ts';
export type { EsploraBackend } from './esplora/backend.ts';
export {
  type EsploraFault,
  type EsploraFaultRule,
  type EsploraRequest,
  firstOfRoute,
} from './esplora/faults.ts';
export { type EsploraServer, type EsploraServerOptions, startEsplora } from './esplora/start-esplora.ts';
export { type EsploraOverNodeOptions, startEsploraOverNode } from './esplora/start-esplora-over-node.ts';
export { createUtxoBook, type RecordedTransaction, type UtxoBook, type UtxoBookOptions } from './esplora/utxo-book.ts';
export {
  type ListedTransaction,
  type MadeInput,
  type MadeOutput,
  type MadeTransaction,
  makeTransaction,
} from './esplora/utxo-transaction.ts';
export {
  type Fault,
  type FaultProxy,
  type FaultProxyOptions,
  type SeenRequest,
  startFaultProxy,
} from './fault-proxy.ts';
export { NO_ARCHIVE, withoutArchive, withoutMethods } from './faulty-node/abilities.ts';
export type { NodeAnswer, NodeCall, NodeFault } from './faulty-node/calls.ts';
export {
  answering,
  cut,
  firstTimes,
  html,
  on,
  reset,
  serverError,
  silence,
  tooManyRequests,
  type Which,
  wrongId,
} from './faulty-node/failures.ts';
export { ahead, lagging, onChain } from './faulty-node/heads.ts';
export {
  both,
  changingLogs,
  changingReceipt,
  logsOfOtherBlock,
  type NodeLog,
  type NodeReceipt,
  withLogs,
  withoutLogs,
  withoutReceipts,
} from './faulty-node/lies.ts';
export { logsOfAtMostBlocks, logsOfAtMostRows, RANGE_WORDS, ROWS_WORDS } from './faulty-node/logs-limits.ts';
export { type NodeProxy, type NodeProxyOptions, startNodeProxy } from './faulty-node/start-node-proxy.ts';
export { type LaunderingOptions, playLaundering } from './laundering/play-laundering.ts';
export type { PlannedReorg, PlayedReorg } from './laundering/play-reorg.ts';
export { LAUNDERING_SCENES } from './laundering/scenes.ts';
export type { LaunderingStory, WithdrawnDeposit } from './laundering/story.ts';
export {
  type NodeExplorer,
  type NodeExplorerOptions,
  startNodeExplorer,
} from './node-explorer/start-node-explorer.ts';
export { redisUrl } from './provided.ts';
export { createRandom, numberOf, type Random } from './random.ts';
export {
  type Fault as ExplorerFault,
  type FaultRule as ExplorerFaultRule,
  faultScript,
  type RecordedRequest,
} from './recorded-explorer/faults.ts';
export type { RequestCounts } from './recorded-explorer/serve.ts';
export {
  type RecordedExplorer,
  type RecordedExplorerOptions,
  startRecordedExplorer,
} from './recorded-explorer/server.ts';
export { type PrivateRedis, startPrivateRedis } from './redis.ts';
export { type GoldenExpectation, type GoldenScenario, readGoldenScenarios } from './reference/golden-vectors.ts';
export { type LaunderCase, readLaunderCase } from './reference/launder-case.ts';
export {
  harmonyTransfersCsv,
  launderNetTransfersCsv,
  reachableTerminals,
  readAddressList,
} from './reference/launder-net.ts';
export type { Origin } from './reference/origin.ts';
export { referenceLedger } from './reference/reference-ledger.ts';
export { type RoninReference, roninReference } from './reference/ronin-reference.ts';
export { readTransfers } from './reference/transfers-csv.ts';
export type {
  ReferenceAccount,
  ReferenceFlow,
  ReferenceInput,
  ReferencePolicy,
  ReferenceResult,
  ReferenceSeed,
} from './reference/types.ts';
export {
  type LaunderTruth,
  originByAddress,
  valueCoverage,
  valueOnStrangers,
} from './reference/value-coverage.ts';
export * from './shared-data.ts';
export { type Book, createBook, type Holding } from './theft/book.ts';
export type { Cast } from './theft/cast.ts';
export { type Market, openMarket, openPool, type Pool } from './theft/market.ts';
export { playTheft, type TheftOptions } from './theft/play-theft.ts';
export { type Act, openStage, type Stage, TRANSFER_FEE } from './theft/stage.ts';
export type { Story, StoryContracts, StoryDeposit } from './theft/story.ts';
export { asModernCore } from './utxo-node/as-modern-core.ts';
export { type AskNode, createAskNode, NodeRefusal } from './utxo-node/ask-node.ts';
export {
  type BuiltTransaction,
  buildTransaction,
  dataOutput,
  type Output,
  type OwnedCoin,
} from './utxo-node/build-transaction.ts';
export { type CopyBlocksOptions, copyBlocks } from './utxo-node/copy-blocks.ts';
export { hasLitecoind } from './utxo-node/litecoind.ts';
export { createLock, type Lock, SCRIPT_FORMS, type ScriptForm, type SpentOutput } from './utxo-node/lock.ts';
export { createPurse, type PayOptions, type Purse, REPLACING_FEE } from './utxo-node/purse.ts';
export { NOBODY, startUtxoNode, type UtxoNode, type UtxoNodeOptions } from './utxo-node/start-utxo-node.ts';
export { playUtxoTheft, type UtxoTheftOptions } from './utxo-story/play-utxo-theft.ts';
export type { PlayedTransaction, Scene, StoryCoin, StoryMix, StoryReorg, UtxoStory } from './utxo-story/story.ts';
