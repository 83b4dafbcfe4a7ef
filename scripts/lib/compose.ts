import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

type Service = {
  readonly image?: string;
  readonly restart?: string;
  readonly ports?: readonly unknown[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly healthcheck?: { readonly test?: unknown; readonly disable?: boolean };
  readonly volumes?: readonly (string | { readonly source?: string })[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition?: string }>>;
  readonly build?: { readonly dockerfile?: string };
};

type Compose = {
  readonly services?: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, unknown>>;
};

/** `${NAME}`, `${NAME:-default}` or `${NAME:?message}`; `$$` is a dollar for the container. */
const REFERENCE = /(?<!\$)\$\{([A-Z_]+)(:?[-?][^}]*)?\}/g;
const SECRET = /PASSWORD|SECRET/;
const PINNED_IMAGE = /^[a-z0-9/.-]+:[0-9]+(\.[0-9]+)+(-[a-z0-9]+)?$/;

/**
 * What in a compose file breaks the rules of service mode: it parses and refers only to what exists, ports on loopback,
 * secrets without default whose absence stops the start with their name, pinned images, health checks, hardening.
 */
export function checkCompose(text: string, root: string): readonly string[] {
  const compose = parse(text, { merge: true }) as Compose;
  const services = Object.entries(compose.services ?? {});
  if (services.length === 0) return ['there are no services'];
  return [...checkSecrets(text), ...services.flatMap(([name, service]) => checkService(name, service, compose, root))];
}

/** The names of the variables that a compose file asks the environment for. */
export function composeVariables(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(REFERENCE)].map((match) => match[1] ?? ''));
}

function checkSecrets(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].flatMap(([reference, name = '', rest = '']) =>
    SECRET.test(name) && !(rest.startsWith(':?') && rest.includes(name))
      ? [`${reference}: a missing secret must stop the start with its name: \${${name}:?${name} is not set}`]
      : [],
  );
}

function checkService(name: string, service: Service, compose: Compose, root: string): readonly string[] {
  const findings: string[] = [];
  const expect = (holds: boolean, message: string): void => {
    if (!holds) findings.push(`${name}: ${message}`);
  };
  expect(PINNED_IMAGE.test(service.image ?? ''), `image ${service.image} is not pinned to a version`);
  expect(service.security_opt?.includes('no-new-privileges:true') === true, 'lacks no-new-privileges');
  expect(service.read_only === true, 'its root file system can be written to');
  const oneShot = service.restart === 'no';
  expect(oneShot || service.healthcheck?.test !== undefined, 'has no health check');
  for (const port of service.ports ?? []) {
    expect(typeof port === 'string' && port.startsWith('127.0.0.1:'), `port ${String(port)} is not on 127.0.0.1`);
  }
  for (const volume of service.volumes ?? []) {
    // A path of the operator's own is only known on the operator's machine: what stands for it must be there.
    const named = typeof volume === 'string' ? (volume.split(':')[0] ?? '') : (volume.source ?? '');
    const source = named.replace(REFERENCE, (_, __, rest: string = '') => rest.replace(/^:?-/, ''));
    const isPath = source.startsWith('.') || source.startsWith('/');
    const known = isPath ? existsSync(resolve(root, source)) : source in (compose.volumes ?? {});
    expect(known, `volume ${source} does not exist`);
  }
  for (const network of service.networks ?? []) expect(network in (compose.networks ?? {}), `no network ${network}`);
  for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
    const target = compose.services?.[other];
    expect(target !== undefined, `depends on ${other}, which does not exist`);
    const wanted = target?.restart === 'no' ? 'service_completed_successfully' : 'service_healthy';
    expect(condition === wanted, `waits for ${other} with ${condition}, not ${wanted}`);
  }
  const { dockerfile } = service.build ?? {};
  if (dockerfile !== undefined) expect(existsSync(join(root, dockerfile)), `${dockerfile} does not exist`);
  return findings;
}
