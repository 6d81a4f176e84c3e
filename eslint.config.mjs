import tseslint from 'typescript-eslint'

// Linted with type information: a forgotten `await` near posting is a money bug.
export default tseslint.config(
  { ignores: ['dist/', 'web/dist/', 'node_modules/', '.seatledger/', 'coverage/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/strict-boolean-expressions': ['error', { allowNullableObject: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Interfaces and types are chosen for what they say; the type-level brand pattern needs `type`.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // `DecimalText | 'unknown'` is one string to the compiler and two cases to the reader.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // `async` on a port's method states the contract even where one adapter answers at once.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/money/**', 'src/domain/**', 'src/billing/**', 'src/reconciliation/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'The pure core reads no environment.' },
        { name: 'setTimeout', message: 'The pure core does not wait.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true]', message: 'The pure core is synchronous.' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time is an argument.' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'The pure core is deterministic.',
        },
        { selector: "CallExpression[callee.name='parseFloat']", message: 'Money never passes through a float.' },
        { selector: "CallExpression[callee.property.name='toFixed']", message: 'Money never passes through a float.' },
      ],
    },
  },
)
