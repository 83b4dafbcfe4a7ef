import type { Finding, FindingStatus } from '@fundtrail/worker';
import type { Colors } from './colors.ts';

const INDENT = '  ';
const STATUS_WIDTH = 5;

/** Findings by subject, each with what it means and what to do, and a last line that sums up. */
export function doctorReport(findings: readonly Finding[], colors: Colors): string {
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  const width = Math.max(0, ...findings.map(({ check }) => check.length));
  const blocks = subjects.map((subject) => {
    const own = findings.filter((finding) => finding.subject === subject);
    return `${colors.bold(subject)}\n${own.map((finding) => findingLines(finding, width, colors)).join('')}`;
  });
  return `${blocks.join('\n')}\n${summary(findings)}\n`;
}

function findingLines({ status, check, message, consequence, remedy }: Finding, width: number, colors: Colors): string {
  const paint = status === 'ok' ? colors.good : colors.warn;
  const label = paint((status === 'fail' ? 'FAIL' : status).padEnd(STATUS_WIDTH));
  const below = `${INDENT}${' '.repeat(STATUS_WIDTH + 1 + width + 1)}`;
  return [
    `${INDENT}${label} ${check.padEnd(width)} ${message}\n`,
    ...(consequence === undefined ? [] : [`${below}${consequence}\n`]),
    ...(remedy === undefined ? [] : [`${below}${colors.dim(`remedy: ${remedy}`)}\n`]),
  ].join('');
}

function summary(findings: readonly Finding[]): string {
  const count = (wanted: FindingStatus): number => findings.filter(({ status }) => status === wanted).length;
  const failed = count('fail');
  const warned = count('warn');
  const warnings = warned === 1 ? '1 warning' : `${warned} warnings`;
  if (failed > 0) return `${failed} will not work, ${warnings}`;
  return warned > 0 ? `works, with ${warnings}` : 'all is well';
}
