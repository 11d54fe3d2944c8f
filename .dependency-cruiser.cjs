// @ts-nocheck: dependency-cruiser reads it as plain JavaScript.
/**
 * Which room may import which (ARCHITECTURE.md, "The rooms"). Types count as much as values.
 * `may` lists our own rooms, `packages` the outside: npm packages and `node:` modules. Absent `packages`: any.
 */
const rooms = {
  engine: { may: [], packages: ['temporal-polyfill'] },
  language: {
    may: ['engine/'],
    packages: ['yaml', 'zod', '@marcbachmann/cel-js', 'libphonenumber-js', 'temporal-polyfill', 'node:crypto'],
  },
  // Their bundle runs in Temporal's sandbox: no language (zod and yaml would double it), no Node.
  workflows: { may: ['engine/'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  database: { may: ['engine/'] },
  activities: { may: ['language/', 'engine/', 'database/', 'workflows/ports'] },
  server: { may: ['activities/', 'language/', 'engine/', 'database/', 'workflows/ports'] },
  // A stand-in for the world outside. It speaks HTTP with us, like the real ones.
  sandbox: { may: [] },
  cli: { may: ['language/', 'engine/'] },
  start: { may: ['database/', 'server/settings'] },
};

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const packagePath = (name) => (name.startsWith('node:') ? `^(node:)?${name.slice(5)}$` : `^node_modules/${escaped(name)}/`);

const ownRooms = Object.entries(rooms).map(([room, { may }]) => ({
  name: `${room}-imports-only-its-own`,
  comment: `${room} may import ${may.length > 0 ? may.join(', ') : 'nothing of ours'}.`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
    pathNot: [`^${room}/`, ...may.map((path) => `^${path}`), '^node_modules/'],
  },
}));

const outside = Object.entries(rooms)
  .filter(([, { packages }]) => packages)
  .map(([room, { packages }]) => ({
    name: `${room}-packages`,
    comment: `${room} may use ${packages.join(', ')} and nothing else from outside.`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: { path: ['^node_modules/'], pathNot: packages.map(packagePath) },
  }));

const builtIns = Object.entries(rooms)
  .filter(([, { packages }]) => packages)
  .map(([room, { packages }]) => ({
    name: `${room}-node`,
    comment: `${room} runs without Node's own modules.`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: { dependencyTypes: ['core'], pathNot: packages.map(packagePath) },
  }));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-ring', comment: 'A ring of imports is a defect.', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-missing', comment: 'Imports something that is not there.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'settings-stand-alone',
      comment: 'Every process reads its settings through this file, so it may drag nothing of ours along.',
      severity: 'error',
      from: { path: '^server/settings' },
      to: { path: `^(${Object.keys(rooms).join('|')})/`, pathNot: '^server/settings' },
    },
    ...ownRooms,
    ...outside,
    ...builtIns,
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.aftercare|dist|coverage)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
