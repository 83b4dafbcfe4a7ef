import { expect, test } from 'vitest';
import { parseRoles, ROLES } from './roles.ts';

test('roles are a list without repeats, or all', () => {
  expect(parseRoles('settle, acquire,settle')).toEqual(['settle', 'acquire']);
  expect(parseRoles('all')).toEqual(ROLES);
});

test('an unknown role is refused with the ones there are', () => {
  expect(() => parseRoles('acquire,web', '--roles')).toThrow('--roles: "web" is not a role');
});
