import { InputError } from '@fundtrail/core';

/** What a process does: fetch facts, replay and write, watch chains' heads, send alerts. */
export const ROLES = ['acquire', 'settle', 'follow', 'deliver'] as const;
export type Role = (typeof ROLES)[number];

/** Reads a list such as `acquire,settle`; `all` means every role. @throws InputError */
export function parseRoles(text: string, field = 'roles'): readonly Role[] {
  if (text.trim() === 'all') return ROLES;
  const roles = text.split(',').map((name) => {
    const role = ROLES.find((known) => known === name.trim());
    if (role !== undefined) return role;
    throw new InputError(
      `${JSON.stringify(name)} is not a role`,
      { field },
      { remedy: `Choose from ${ROLES.join(', ')}, or all.` },
    );
  });
  return [...new Set(roles)];
}
