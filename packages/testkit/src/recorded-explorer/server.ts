import { type Answer, answerFrom } from './answers.ts';
import type { FaultRule } from './faults.ts';
import { openRecording } from './recording.ts';
import { type ExplorerServer, serveExplorer } from './serve.ts';

export type RecordedExplorerOptions = {
  /** Holds `txlist/<address>.json.gz`, and `txlistinternal/` and `tokentx/` where they were recorded. */
  readonly folder: string;
  /** A free one when left out. */
  readonly port?: number;
  readonly host?: string;
  /** Rows a page holds at most; Etherscan's 10,000 when left out. */
  readonly rowCap?: number;
  /** `page * offset` is refused beyond this; 10,000 when left out. */
  readonly window?: number;
  readonly apiKey?: string;
  readonly faults?: FaultRule;
};

/** Answers from recorded answers only: what was not recorded is an error, never empty. */
export type RecordedExplorer = ExplorerServer & {
  /** Accounts with a recorded `txlist`. */
  readonly accounts: readonly string[];
};

const ROW_CAP = 10_000;
const WINDOW = 10_000;

/** Starts the server on loopback unless `host` says otherwise. @throws when the port is taken. */
export async function startRecordedExplorer(options: RecordedExplorerOptions): Promise<RecordedExplorer> {
  const recording = openRecording(options.folder);
  const answers = { rowCap: options.rowCap ?? ROW_CAP, window: options.window ?? WINDOW, apiKey: options.apiKey };
  const { port, host, faults } = options;
  const answer = (parameters: URLSearchParams): Promise<Answer> => answerFrom(recording, parameters, answers);
  return { ...(await serveExplorer({ answer, port, host, faults })), accounts: recording.accounts };
}
