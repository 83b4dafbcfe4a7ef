const REFERENCE = /\$\$\{|\$\{([^}]*)\}/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A text with the variables it names put in, or what is wrong with them; never a variable's value. */
export type Interpolated = { readonly text: string } | { readonly fault: string; readonly remedy: string };

/** Puts variables in the places of `${NAME}`; `$${` stands for `${` itself. A variable that is unset or empty is a fault. */
export function interpolate(text: string, env: Readonly<Record<string, string | undefined>>): Interpolated {
  const faults: Exclude<Interpolated, { text: string }>[] = [];
  const done = text.replace(REFERENCE, (whole, name: string | undefined) => {
    if (name === undefined) return whole.slice(1);
    const value = env[name]?.trim() ?? '';
    if (!NAME.test(name))
      faults.push({
        fault: `\${${name}} names no variable`,
        remedy: 'Write it like ${NODE_KEY}, or $${ for ${ itself.',
      });
    else if (value === '')
      faults.push({
        fault: `the environment variable ${name} is not set`,
        remedy: `Set ${name}, or write its value here.`,
      });
    return value;
  });
  return faults[0] ?? { text: done };
}
