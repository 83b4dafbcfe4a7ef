import {
  createLogger,
  createProviders,
  createSystemClock,
  defineChains,
  InputError,
  parseChain,
} from '@fundtrail/core';
import { type Finding, runDoctor } from '@fundtrail/worker';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { doctorReport } from '../format/doctor-report.ts';
import type { CommonOptions, Session } from '../session.ts';
import { readSettings, type Settings } from '../settings.ts';
import { collect, jsonText, withCommonOptions, withExamples } from './common.ts';

type DoctorCommandOptions = CommonOptions & { readonly chain?: readonly string[] };

export const DOCTOR = 'doctor';

/** `doctor`: looks at everything that tracing needs and says what will not work. */
export function addDoctorCommand(program: Command, session: Session): void {
  const command = program
    .command(DOCTOR)
    .description('check configuration, database, queue and every provider, and say what will not work')
    .option('--chain <chain>', 'only the providers of this chain, e.g. eip155:1; repeatable', collect);
  withCommonOptions(command).action(async (options: DoctorCommandOptions) => {
    const { terminal } = session;
    const only = options.chain?.map((chain) => parseChain(chain, '--chain'));
    const { settings, fault } = settingsOrFault(session, options);
    const found =
      settings === undefined
        ? []
        : await runDoctor({
            mode: settings.mode,
            key: settings.runtime.key,
            file: settings.configFile,
            chains: settings.chains,
            providers: settings.runtime.providers ?? createProviders({ providers: [] }),
            ...(only === undefined ? {} : { only }),
            context: {
              logger: createLogger({ level: settings.logLevel ?? 'silent' }),
              clock: createSystemClock(),
              signal: terminal.signal,
            },
          });
    // What was looked at in place of a configuration that is wrong says nothing of it.
    const findings = fault === undefined ? found : [fault, ...found.filter(({ subject }) => subject !== fault.subject)];
    const healthy = findings.every(({ status }) => status !== 'fail');
    await terminal.print(
      options.json === true ? jsonText({ healthy, findings }) : doctorReport(findings, terminal.colors),
    );
    session.exitWith(healthy ? EXIT.ok : EXIT.unavailable);
  });
  withExamples(command, ['fundtrail doctor', 'fundtrail doctor --chain eip155:1 --json']);
}

/** A wrong configuration is a finding; database and queue are looked at without it where they are known all the same. */
function settingsOrFault(session: Session, options: CommonOptions): { settings?: Settings; fault?: Finding } {
  try {
    const settings = session.settings(options);
    defineChains(settings.chains);
    return { settings };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const fault: Finding = {
      subject: 'configuration',
      check: 'form',
      status: 'fail',
      message: error.message,
      consequence: 'No command works, and no provider can be looked at.',
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    };
    return { ...withoutConfiguration(session, options), fault };
  }
}

function withoutConfiguration(session: Session, options: CommonOptions): { settings?: Settings } {
  try {
    const none = { chains: [], providers: createProviders({ providers: [] }) };
    return { settings: readSettings(session.terminal.env, options.dataDir, none) };
  } catch {
    return {};
  }
}
