import tseslint from 'typescript-eslint';

/** Time and chance come in as arguments (ARCHITECTURE.md): the same events in the same order give the same state. */
const impure = [
  ["NewExpression[callee.name='Date'][arguments.length=0]", 'Take the moment as an argument.'],
  ["CallExpression[callee.name='Date']", 'Take the moment as an argument.'],
  ["MemberExpression[object.name='Date'][property.name='now']", 'Take the moment as an argument.'],
  ["MemberExpression[object.name='Temporal'][property.name='Now']", 'Take the moment as an argument.'],
  ["MemberExpression[object.name='Math'][property.name='random']", 'Nothing here is left to chance.'],
].map(([selector, message]) => ({ selector, message }));

const impureGlobals = ['process', 'performance', 'crypto', 'fetch', 'setInterval', 'setImmediate', 'Buffer'];

const sqlClock = [
  {
    selector:
      ':matches(TemplateElement[value.raw=/\\b(now\\(\\)|clock_timestamp|current_(timestamp|date|time)\\b)/i], Literal[value=/\\b(now\\(\\)|clock_timestamp|current_(timestamp|date)\\b)/i])',
    message: 'Stores are given the moment: in a rehearsal the clock of the database is not the clock of the plan.',
  },
];

export default tseslint.config(
  { ignores: ['node_modules/', '.aftercare/', 'dist/', 'coverage/', '.dependency-cruiser.cjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] }, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Settings are read in server/settings.ts.' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Ports are written as methods and taken apart as functions; nothing of ours uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `'sms' | string` tells the reader what to expect.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // An async function without await is how a port that needs no waiting keeps its signature.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['engine/**', 'language/**', 'workflows/**'], rules: { 'no-restricted-syntax': ['error', ...impure] } },
  {
    files: ['engine/**', 'language/**'],
    rules: { 'no-restricted-globals': ['error', ...impureGlobals, 'setTimeout'], 'no-console': 'error' },
  },
  { files: ['workflows/**'], rules: { 'no-restricted-globals': ['error', ...impureGlobals], 'no-console': 'error' } },
  { files: ['database/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...sqlClock] } },
  { files: ['activities/**', 'database/**', 'server/**'], rules: { 'no-console': 'error' } },
  {
    files: ['server/settings.ts', 'sandbox/settings.ts', 'cli/settings.ts', 'start/**', 'test/**', 'bench/**', 'vitest.config.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      // Tests look into answers whose shape is what they are about.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
